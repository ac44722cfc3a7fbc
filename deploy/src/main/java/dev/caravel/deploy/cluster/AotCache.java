package dev.caravel.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the JVM has learnt of a role's classes in a training run (JEP 514), of which it starts faster. It is of just one
 * version of the jars and of the JDK, and so it is kept in the build under their names.
 */
record AotCache(Path file) {
    static AotCache in(Path directory, String version) {
        return new AotCache(directory.resolve(version + "-jdk-" + Runtime.version() + ".aot"));
    }

    boolean usable() {
        return Files.exists(file);
    }

    /** Whether there is one, but of other jars or of another JDK. */
    boolean outdated() throws IOException {
        return !usable() && !others().isEmpty();
    }

    /** Where a training run writes it: the JVM must never meet half of one. */
    Path unfinished() throws IOException {
        Files.createDirectories(file.getParent());
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Takes what a training run has written, in place of those before; answers whether it has written anything. */
    boolean keep() throws IOException {
        if (!Files.exists(unfinished())) {
            return false;
        }
        Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (Path other : others()) {
            Files.delete(other);
        }
        return true;
    }

    private List<Path> others() throws IOException {
        if (!Files.isDirectory(file.getParent())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(file.getParent())) {
            return entries.filter(entry -> !entry.equals(file)).toList();
        }
    }
}

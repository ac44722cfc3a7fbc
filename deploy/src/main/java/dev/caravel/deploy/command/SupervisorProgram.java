package dev.caravel.deploy.command;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.DirectoryTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of this program in the state directory: the supervisor outlives builds, and may be started again by itself. */
final class SupervisorProgram {
    private static final String JAR = "caravel-deploy.jar";

    private SupervisorProgram() {}

    static Path install(Installation installation, StateDir state) throws IOException {
        Path directory = state.root().resolve("supervisor");
        DirectoryTrees.delete(directory);
        Files.createDirectories(directory.resolve("lib"));
        Files.copy(installation.program().resolve(JAR), directory.resolve(JAR));
        List<Path> libraries;
        try (Stream<Path> entries = Files.list(installation.program().resolve("lib"))) {
            libraries = entries.toList();
        }
        for (Path library : libraries) {
            Files.copy(library, directory.resolve("lib").resolve(library.getFileName()));
        }
        return directory.resolve(JAR);
    }
}

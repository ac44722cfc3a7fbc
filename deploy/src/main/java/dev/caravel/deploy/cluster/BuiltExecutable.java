package dev.caravel.deploy.cluster;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A role as an executable. Its version comes from what it was built from and when: to read it all would take seconds. */
record BuiltExecutable(Role role, Path source) implements BuiltProgram {
    /** Kept as options of the start, so that they are the same as on the JVM, whatever the image was built with. */
    private static final List<String> FLAGS = List.of("-XX:+ExitOnOutOfMemoryError");

    static BuiltExecutable of(Role role, Path repository) {
        Path file = repository.resolve("native/target/bin").resolve(role.program());
        if (!Files.isExecutable(file)) {
            throw new Problem("there is no executable of " + role.program() + "; run './caravel build --native'");
        }
        return new BuiltExecutable(role, file);
    }

    @Override
    public String version() throws IOException {
        ProgramVersion version = new ProgramVersion();
        Path inputs = source.resolveSibling(source.getFileName() + ".inputs");
        if (Files.exists(inputs)) {
            version.add(Files.readAllBytes(inputs));
        }
        version.add(Files.size(source) + " " + Files.getLastModifiedTime(source).toMillis());
        return version.shown();
    }

    @Override
    public RoleProgram installedAt(Path installed) {
        List<String> command = new ArrayList<>();
        command.add(installed.resolve(role.program()).toString());
        command.add("-Xmx" + role.heapMegabytes() + "m");
        command.addAll(FLAGS);
        return new RoleProgram(ProgramKind.NATIVE, command);
    }
}

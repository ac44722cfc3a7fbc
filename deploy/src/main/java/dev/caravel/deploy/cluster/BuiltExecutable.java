package dev.caravel.deploy.cluster;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A role as an executable. Its version comes from what it was built from and when: to read it all would take seconds. */
record BuiltExecutable(Role role, Path source, String version) implements BuiltProgram {
    static BuiltExecutable of(Role role, Path repository) throws IOException {
        Path file = repository.resolve("native/target/bin").resolve(role.program());
        if (!Files.isExecutable(file)) {
            throw new Problem("there is no executable of " + role.program() + "; run './caravel build --native'");
        }
        return new BuiltExecutable(role, file, versionOf(file));
    }

    private static String versionOf(Path file) throws IOException {
        ProgramVersion version = new ProgramVersion();
        Path inputs = file.resolveSibling(file.getFileName() + ".inputs");
        if (Files.exists(inputs)) {
            version.add(Files.readAllBytes(inputs));
        }
        version.add(Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
        return version.shown();
    }

    /** With the limits that it has on the JVM, whatever the executable was built with. */
    RoleProgram installedAt(Path installed) {
        return new RoleProgram(
                ProgramKind.NATIVE,
                List.of(
                        installed.resolve(role.program()).toString(),
                        "-Xmx" + role.heapMegabytes() + "m",
                        "-XX:+ExitOnOutOfMemoryError"));
    }
}

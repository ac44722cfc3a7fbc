package dev.caravel.deploy.cluster;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A role as jars, which take their version from their content. */
record BuiltJars(Role role, Path source) implements BuiltProgram {
    private static final String MAIN = "quarkus-run.jar";
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError");

    static BuiltJars of(Role role, Path repository) {
        Path directory = repository.resolve(role.module()).resolve("target/quarkus-app");
        if (!Files.exists(directory.resolve(MAIN))) {
            throw new Problem(role.program() + " is not built; run './caravel build'");
        }
        return new BuiltJars(role, directory);
    }

    @Override
    public String version() throws IOException {
        ProgramVersion version = new ProgramVersion();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                version.add(source.relativize(file).toString());
                version.add(Files.readAllBytes(file));
            }
        }
        return version.shown();
    }

    @Override
    public RoleProgram installedAt(Path installed) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + role.heapMegabytes() + "m");
        command.addAll(List.of("-jar", installed.resolve(MAIN).toString()));
        return new RoleProgram(ProgramKind.JVM, command);
    }
}

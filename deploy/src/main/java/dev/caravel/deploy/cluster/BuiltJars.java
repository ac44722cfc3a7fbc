package dev.caravel.deploy.cluster;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A role as jars, which take their version from their content. */
record BuiltJars(Role role, Path source, String version) implements BuiltProgram {
    /** Writing an AOT cache takes as long as some starts. */
    private static final int TRAINING_STOP_SECONDS = 300;

    private static final String RUNNER = "quarkus-run.jar";
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError");

    static BuiltJars of(Role role, Path repository) throws IOException {
        Path directory = repository.resolve(role.module()).resolve("target/quarkus-app");
        if (!Files.exists(directory.resolve(RUNNER))) {
            throw new Problem(role.program() + " is not built; run './caravel build'");
        }
        return new BuiltJars(role, directory, versionOf(directory));
    }

    private static String versionOf(Path directory) throws IOException {
        ProgramVersion version = new ProgramVersion();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                version.add(directory.relativize(file).toString());
                version.add(Files.readAllBytes(file));
            }
        }
        return version.shown();
    }

    AotCache cache() {
        return AotCache.in(source.resolveSibling("aot"), version);
    }

    /** With its AOT cache if there is one, or else by Quarkus' own class loader, whose classes the JVM cannot keep in a cache. */
    RoleProgram installedAt(Path installed) throws IOException {
        if (cache().usable()) {
            return new RoleProgram(ProgramKind.JVM, byClassPath(installed, "-XX:AOTCache=" + cache().file()));
        }
        List<String> command = java();
        command.addAll(List.of("-jar", installed.resolve(RUNNER).toString()));
        return new RoleProgram(ProgramKind.JVM, command);
    }

    /** Such that it writes its AOT cache when it ends. */
    RoleProgram inTraining(Path installed) throws IOException {
        return new RoleProgram(
                ProgramKind.JVM,
                byClassPath(installed, "-XX:AOTCacheOutput=" + cache().unfinished()),
                TRAINING_STOP_SECONDS);
    }

    private List<String> byClassPath(Path installed, String aot) throws IOException {
        QuarkusApplication application = QuarkusApplication.in(installed);
        List<String> command = java();
        command.add(aot);
        command.addAll(QuarkusApplication.JVM_FLAGS);
        command.addAll(List.of("-cp", application.classPath(), application.mainClass()));
        return command;
    }

    private List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + role.heapMegabytes() + "m");
        return command;
    }
}

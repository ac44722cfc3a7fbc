package dev.caravel.deploy.command;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where this program itself stands. */
public record Installation(Path repository) {
    static Installation fromEnvironment() {
        return new Installation(Path.of(Optional.ofNullable(System.getenv("CARAVEL_HOME"))
                .orElseThrow(() -> new Problem("CARAVEL_HOME is not set; start this program by ./caravel"))));
    }

    /** How to run the supervisor of a cluster, from a copy that a build does not overwrite. */
    List<String> supervisor(Path jar, StateDir state) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx48m",
                "-Xss256k",
                "-jar",
                jar.toString(),
                "supervise",
                "--state-dir=" + state.root());
    }

    Path program() {
        return repository.resolve("deploy/target");
    }
}

package dev.caravel.deploy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run of the suite")
class SuiteRunTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final Selection ALL = new Selection(".", "", 1);

    @TempDir
    Path directory;

    @Test
    @DisplayName("reads what the suite reports, though its exit code says that tests failed")
    void report() throws Exception {
        Report report = run("""
                for argument; do case $argument in --report-dir=*) results=${argument#*=} ;; esac; done
                cat > $results/junit_01.xml <<XML
                <testsuites><testcase name="[It] [sig-cli] a" status="failed" time="1">
                <failure>[FAILED] no</failure></testcase></testsuites>
                XML
                exit 1
                """);

        assertThat(report.started()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(report.tests()).containsExactly(new TestResult("[sig-cli] a", Outcome.FAILED, 1, "no"));
    }

    @Test
    @DisplayName("that left no results is a problem, told with the last words of its log")
    void noResults() {
        assertThatThrownBy(() -> run("echo 'error parsing regexp: missing )'; exit 2"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("error parsing regexp: missing )");
    }

    @Test
    @DisplayName("does not take the results of an earlier run for its own")
    void staleResults() throws IOException {
        Files.createDirectories(directory.resolve("results"));
        Files.writeString(directory.resolve("results/junit_01.xml"), "<testsuites/>");

        assertThatThrownBy(() -> run("exit 0")).isInstanceOf(Problem.class).hasMessageContaining("left no results");
    }

    private Report run(String script) throws IOException, InterruptedException {
        Path suite = Files.writeString(directory.resolve("e2e.test"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(suite, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SuiteRun(
                        new SuiteProgram(suite, Optional.empty()),
                        new SuiteRun.Cluster(Path.of("/k"), "kubectl", "v1.36.2"),
                        directory,
                        CLOCK)
                .run("v1.36.2", ALL, List.of(), _ -> {});
    }
}

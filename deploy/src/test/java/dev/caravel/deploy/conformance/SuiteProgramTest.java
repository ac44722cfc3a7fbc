package dev.caravel.deploy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The program that tests")
class SuiteProgramTest {
    private static final SuiteTarget TARGET =
            new SuiteTarget(Path.of("/k"), "kubectl", Path.of("/r"), URI.create("http://127.0.0.1:1/"));

    @TempDir
    Path directory;

    @Test
    @DisplayName("is e2e.test alone where tests run one after the other")
    void sequential() throws IOException {
        Path binary = script("e2e.test", "");

        List<String> command = SuiteProgram.find(binary, Optional.empty(), 1)
                .command(new Selection("x", "y", 1), TARGET, List.of("--dns-domain=d"));

        assertThat(command)
                .startsWith(binary.toString(), "--ginkgo.focus=x", "--ginkgo.skip=y")
                .contains("--kubeconfig=/k", "--provider=skeleton", "--report-dir=/r")
                .endsWith("--dns-domain=d");
    }

    @Test
    @DisplayName("is the ginkgo beside e2e.test where tests run in parallel")
    void parallel() throws IOException {
        Path binary = script("e2e.test", "");
        Path ginkgo = script("ginkgo", "");

        List<String> command =
                SuiteProgram.find(binary, Optional.empty(), 4).command(new Selection("x", "", 4), TARGET, List.of());

        assertThat(command)
                .startsWith(ginkgo.toString(), "--procs=4", "--focus=x")
                .containsSubsequence(binary.toString(), "--", "--kubeconfig=/k")
                .noneMatch(argument -> argument.contains("skip="));
    }

    @Test
    @DisplayName("has to be there, as a program, with ginkgo for tests in parallel")
    void missing() throws IOException {
        Path absent = directory.resolve("absent.test");
        Path text = Files.writeString(directory.resolve("text.test"), "");
        Path alone = script("alone/e2e.test", "");
        Path misnamed = script("e2e", "");

        assertProblem(() -> SuiteProgram.find(absent, Optional.empty(), 1), "there is no " + absent);
        assertProblem(() -> SuiteProgram.find(text, Optional.empty(), 1), "is not a program");
        assertProblem(() -> SuiteProgram.find(directory, Optional.empty(), 1), "is not a program");
        assertProblem(() -> SuiteProgram.find(alone, Optional.empty(), 2), "give --ginkgo PATH");
        assertProblem(() -> SuiteProgram.find(misnamed, Optional.empty(), 2), "has to be named *.test");
    }

    @Test
    @DisplayName("tells its version, and another program is refused")
    void version() throws IOException {
        Path suite = script("e2e.test", "echo v1.36.2");
        Path other = script("other.test", "echo usage; echo more");

        assertThat(SuiteProgram.find(suite, Optional.empty(), 1).version(new Commands()))
                .isEqualTo("v1.36.2");
        assertProblem(
                () -> SuiteProgram.find(other, Optional.empty(), 1).version(new Commands()),
                "is not upstream's e2e.test: asked for its version it says 'usage'");
    }

    private static void assertProblem(Runnable action, String message) {
        assertThatThrownBy(action::run).isInstanceOf(Problem.class).hasMessageContaining(message);
    }

    private Path script(String name, String commands) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedCluster.class)
@Tag("smoke")
@DisplayName("A running pod")
class PodAccessIT {
    @TempDir
    Path directory;

    @Test
    @DisplayName("shows its log, and goes on showing it")
    void logs(Scope scope) throws IOException {
        scope.kubectl(
                        "run",
                        "counter",
                        "--image=busybox:1.35",
                        "--",
                        "sh",
                        "-c",
                        "i=0; while :; do echo line $i; i=$((i+1)); sleep 1; done")
                .orFail();
        scope.kubectl("wait", "--for=condition=Ready", "pod/counter", "--timeout=60s")
                .orFail();

        Process following = scope.cluster().startKubectl("--namespace", scope.namespace(), "logs", "-f", "counter");
        try (BufferedReader lines = following.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("line 0");
            assertThat(lines.readLine()).isEqualTo("line 1");
            assertThat(lines.readLine()).isEqualTo("line 2");
            assertThat(lines.readLine()).isEqualTo("line 3");
        } finally {
            following.destroy();
        }
    }

    @Test
    @DisplayName("runs a command, gives it standard input, and tells its exit code")
    void exec(Scope scope) {
        idlePod(scope);

        assertThat(scope.kubectl("exec", "idle", "--", "hostname").orFail().text())
                .isEqualTo("idle");
        assertThat(scope.cluster()
                        .kubectlWithInput("abc", "--namespace", scope.namespace(), "exec", "-i", "idle", "--", "cat")
                        .orFail()
                        .text())
                .isEqualTo("abc");
        assertThat(scope.kubectl("exec", "idle", "--", "sh", "-c", "exit 7").exitCode())
                .isEqualTo(7);
    }

    @Test
    @DisplayName("takes files and gives them back")
    void copy(Scope scope) throws IOException {
        idlePod(scope);
        Path there = Files.writeString(directory.resolve("there"), "what was written");

        scope.kubectl("cp", there.toString(), "idle:/tmp/there").orFail();
        scope.kubectl("cp", "idle:/tmp/there", directory.resolve("back").toString())
                .orFail();

        assertThat(directory.resolve("back")).hasContent("what was written");
    }

    @Test
    @DisplayName("is reached through a forwarded port")
    void portForward(Scope scope) throws IOException {
        scope.deployHello(1);

        Process forwarding = scope.cluster()
                .startKubectl("--namespace", scope.namespace(), "port-forward", "deployment/hello", "18080:8080");
        try (BufferedReader lines = forwarding.inputReader()) {
            assertThat(lines.readLine()).startsWith("Forwarding from 127.0.0.1:18080");
            assertThat(scope.cluster().get("http://127.0.0.1:18080")).startsWith("hello from hello-");
        } finally {
            forwarding.destroy();
        }
    }

    private static void idlePod(Scope scope) {
        scope.kubectl("run", "idle", "--image=busybox:1.35", "--", "sleep", "3600")
                .orFail();
        scope.kubectl("wait", "--for=condition=Ready", "pod/idle", "--timeout=60s")
                .orFail();
    }
}

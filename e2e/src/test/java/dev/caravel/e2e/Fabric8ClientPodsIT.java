package dev.caravel.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedCluster.class)
@DisplayName("The Fabric8 client, of a running pod")
class Fabric8ClientPodsIT {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    private ClusterDoor door;
    private KubernetesClient client;

    @BeforeEach
    void connect(Scope scope) throws IOException {
        door = new ClusterDoor(scope.cluster());
        client = Fabric8Clients.administrator(door);
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        door.close();
    }

    @Test
    @DisplayName("runs commands, with standard input, and their exit codes")
    void exec(Scope scope) throws Exception {
        RunningPods.idle(scope);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();

        try (var running = pod(scope, "idle")
                .readingInput(new ByteArrayInputStream("abc\n".getBytes(UTF_8)))
                .writingOutput(out)
                .writingError(err)
                .exec("sh", "-c", "read line; echo got $line; echo wrong >&2; exit 7")) {
            assertThat(running.exitCode().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(7);
        }

        assertThat(out.toString(UTF_8)).isEqualTo("got abc\n");
        assertThat(err.toString(UTF_8)).isEqualTo("wrong\n");
    }

    @Test
    @DisplayName("follows a log")
    void logs(Scope scope) throws Exception {
        RunningPods.counting(scope);

        try (var log = pod(scope, "counter").watchLog();
                var lines = new BufferedReader(new InputStreamReader(log.getOutput(), UTF_8))) {
            assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
                    .containsExactly("line 0", "line 1", "line 2");
        }
    }

    @Test
    @DisplayName("uploads a file and reads it back")
    void copy(Scope scope) throws Exception {
        RunningPods.idle(scope);
        Path there = Files.writeString(directory.resolve("there"), "what was written");

        assertThat(pod(scope, "idle").file("/tmp/there").upload(there)).isTrue();
        try (var back = pod(scope, "idle").file("/tmp/there").read()) {
            assertThat(new String(back.readAllBytes(), UTF_8)).isEqualTo("what was written");
        }
    }

    private PodResource pod(Scope scope, String name) {
        return client.pods().inNamespace(scope.namespace()).withName(name);
    }
}

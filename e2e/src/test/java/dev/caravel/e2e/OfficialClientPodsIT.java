package dev.caravel.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import io.kubernetes.client.Copy;
import io.kubernetes.client.Exec;
import io.kubernetes.client.PodLogs;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1Eviction;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedCluster.class)
@DisplayName("The official Java client, of a running pod")
class OfficialClientPodsIT {
    @TempDir
    Path directory;

    private ClusterDoor door;
    private ApiClient client;
    private String namespace;

    @BeforeEach
    void connect(Scope scope) throws IOException {
        door = new ClusterDoor(scope.cluster());
        client = OfficialClients.administrator(door);
        namespace = scope.namespace();
    }

    @AfterEach
    void disconnect() throws IOException {
        door.close();
    }

    @Test
    @DisplayName("runs commands, with standard input, a terminal, and their exit codes")
    void exec(Scope scope) throws Exception {
        RunningPods.idle(scope);

        Process cat = start(true, false, "sh", "-c", "read line; echo got $line; echo wrong >&2; exit 7");
        InputStream errors = cat.getErrorStream();
        cat.getOutputStream().write("abc\n".getBytes(UTF_8));
        cat.getOutputStream().flush();
        String out = text(cat.getInputStream());
        String err = text(errors);
        Process terminal = start(false, true, "sh", "-c", "tty");
        String device = text(terminal.getInputStream());

        assertThat(out).isEqualTo("got abc\n");
        assertThat(err).isEqualTo("wrong\n");
        assertThat(cat.waitFor()).isEqualTo(7);
        assertThat(device).startsWith("/dev/pts/");
        assertThat(terminal.waitFor()).isZero();
    }

    @Test
    @DisplayName("follows a log")
    void logs(Scope scope) throws Exception {
        RunningPods.counting(scope);

        try (InputStream log = new PodLogs(client).streamNamespacedPodLog(namespace, "counter", null);
                BufferedReader lines = new BufferedReader(new InputStreamReader(log, UTF_8))) {
            assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
                    .containsExactly("line 0", "line 1", "line 2");
        }
    }

    @Test
    @DisplayName("copies files into it and out of it")
    void copy(Scope scope) throws Exception {
        RunningPods.idle(scope);
        Copy copy = new Copy(client);
        byte[] written = "what was written".repeat(5_000).getBytes(UTF_8);

        copy.copyFileToPod(namespace, "idle", "idle", written, Path.of("/tmp/there"));
        try (InputStream back = copy.copyFileFromPod(namespace, "idle", "/tmp/there")) {
            Files.copy(back, directory.resolve("back"));
        }

        assertThat(directory.resolve("back")).hasBinaryContent(written);
    }

    @Test
    @DisplayName("evicts it")
    void eviction(Scope scope) throws Exception {
        RunningPods.idle(scope);

        evict();

        scope.kubectl("wait", "--for=delete", "pod/idle", "--timeout=90s").orFail();
    }

    /** The answer is a Status, as upstream's: the client's model expects an Eviction, and cannot read it. */
    private void evict() throws ApiException, IOException {
        try (Response answer = new CoreV1Api(client)
                .createNamespacedPodEviction(
                        "idle", namespace, new V1Eviction().metadata(new V1ObjectMeta().name("idle")))
                .buildCall(null)
                .execute()) {
            assertThat(answer.code()).isEqualTo(201);
        }
    }

    private Process start(boolean stdin, boolean terminal, String... command) throws IOException, ApiException {
        return new Exec(client).exec(namespace, "idle", command, null, stdin, terminal);
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), UTF_8);
    }
}

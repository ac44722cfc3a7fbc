package dev.caravel.deploy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The progress that the suite posts")
class ProgressListenerTest {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    @DisplayName("is a line for each test that ended, counted over all processes of the suite")
    void lines() throws Exception {
        try (ProgressListener listener = ProgressListener.start(lines::add)) {
            assertThat(post(listener, "{\"msg\":\"Test Suite starting\",\"total\":2}"))
                    .isEqualTo(200);
            post(listener, "{\"msg\":\"PASSED [sig-cli] a\",\"completed\":1}");
            post(listener, "{\"msg\":\"FAILED [sig-cli] b\",\"completed\":0}");
        }

        assertThat(lines).containsExactly("  ✓    1  [sig-cli] a", "  ✗    2  [sig-cli] b");
    }

    @Test
    @DisplayName("is refused when it is not JSON")
    void malformed() throws Exception {
        try (ProgressListener listener = ProgressListener.start(lines::add)) {
            assertThat(post(listener, "{")).isEqualTo(400);
        }

        assertThat(lines).isEmpty();
    }

    private static int post(ProgressListener listener, String body) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(listener.address())
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }
}

package dev.caravel.apiserver.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.machinery.serving.HealthCheck;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Health endpoints")
class HealthEndpointsTest {
    private static final HealthCheck BROKEN = HealthCheck.of("etcd", () -> Optional.of("gone"));
    private static final HealthEndpoints ENDPOINTS = new HealthEndpoints(
            List.of(HealthCheck.ping()), List.of(HealthCheck.ping()), List.of(HealthCheck.ping(), BROKEN));

    @ParameterizedTest(name = "{0} is answered by {1}")
    @CsvSource({
        "/livez, 200",
        "/readyz, 500",
        "/readyz/ping, 200",
        "/readyz/etcd, 500",
        "/readyz/nothing, 404",
    })
    @DisplayName("tell of all checks, or of one")
    void status(String path, int expected) {
        assertThat(ENDPOINTS.answer(path, MultiMap.caseInsensitiveMultiMap()))
                .map(PlainAnswer::status)
                .contains(expected);
    }

    @Test
    @DisplayName("pass over what the client excludes")
    void exclude() {
        MultiMap query =
                MultiMap.caseInsensitiveMultiMap().add("exclude", "etcd").add("verbose", "");

        PlainAnswer answer = ENDPOINTS.answer("/readyz", query).orElseThrow();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), UTF_8))
                .isEqualTo("[+]ping ok\n[+]etcd excluded: ok\nreadyz check passed\n");
    }

    @Test
    @DisplayName("leave other paths alone")
    void others() {
        assertThat(ENDPOINTS.answer("/version", MultiMap.caseInsensitiveMultiMap()))
                .isEmpty();
    }
}

package dev.caravel.controllers.podgc;

import static dev.caravel.controllers.pods.PodFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ended pods")
class PodGarbageTest {
    private final List<Pod> pods = List.of(
            pod("new")
                    .phase("Failed")
                    .created(Instant.parse("2026-01-03T00:00:00Z"))
                    .build(),
            pod("old")
                    .phase("Succeeded")
                    .created(Instant.parse("2026-01-01T00:00:00Z"))
                    .build(),
            pod("running").created(Instant.parse("2025-01-01T00:00:00Z")).build());

    @Test
    @DisplayName("beyond the threshold go, the oldest first")
    void surplus() {
        assertThat(PodGarbage.surplus(pods, 1))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("old");
    }

    @Test
    @DisplayName("all stay up to the threshold, or when there is none")
    void stay() {
        assertThat(PodGarbage.surplus(pods, 2)).isEmpty();
        assertThat(PodGarbage.surplus(pods, 0)).isEmpty();
    }
}

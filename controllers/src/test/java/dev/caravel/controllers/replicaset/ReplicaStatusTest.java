package dev.caravel.controllers.replicaset;

import static dev.caravel.controllers.pods.PodFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A ReplicaSet's status")
class ReplicaStatusTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private final ReplicaSet set = new ReplicaSetBuilder()
            .withNewMetadata()
            .withName("web")
            .withGeneration(7L)
            .endMetadata()
            .withNewSpec()
            .withMinReadySeconds(10)
            .withNewTemplate()
            .withNewMetadata()
            .withLabels(Map.of("app", "web", "tier", "front"))
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    private final List<Pod> pods = List.of(
            pod("old")
                    .ready(NOW.minusSeconds(60))
                    .labels(Map.of("app", "web", "tier", "front"))
                    .build(),
            pod("fresh").ready(NOW.minusSeconds(4)).build(),
            pod("starting").build());

    @Test
    @DisplayName("counts what is there, labeled, ready and available")
    void counts() {
        ReplicaSetStatus status = ReplicaStatus.of(replicas(), pods, 2, Optional.empty(), NOW);

        assertThat(status.getReplicas()).isEqualTo(3);
        assertThat(status.getFullyLabeledReplicas()).isEqualTo(1);
        assertThat(status.getReadyReplicas()).isEqualTo(2);
        assertThat(status.getAvailableReplicas()).isEqualTo(1);
        assertThat(status.getTerminatingReplicas()).isEqualTo(2);
        assertThat(status.getObservedGeneration()).isEqualTo(7);
    }

    @Test
    @DisplayName("is due again when the next ready pod becomes available")
    void nextAvailability() {
        assertThat(ReplicaStatus.nextAvailability(replicas(), pods, NOW)).contains(Duration.ofSeconds(6));
    }

    @Test
    @DisplayName("tells of a failure until there is none")
    void failure() {
        var failure = Optional.of(new ReplicaStatus.Failure("FailedCreate", "no quota"));

        ReplicaSetStatus failed = ReplicaStatus.of(replicas(), pods, 0, failure, NOW);
        set.setStatus(failed);
        ReplicaSetStatus well = ReplicaStatus.of(replicas(), pods, 0, Optional.empty(), NOW);

        assertThat(failed.getConditions()).singleElement().satisfies(condition -> {
            assertThat(condition.getType()).isEqualTo("ReplicaFailure");
            assertThat(condition.getReason()).isEqualTo("FailedCreate");
        });
        assertThat(well.getConditions()).isEmpty();
    }

    private Replicas replicas() {
        return new ReplicaSetKind().replicas(set);
    }
}

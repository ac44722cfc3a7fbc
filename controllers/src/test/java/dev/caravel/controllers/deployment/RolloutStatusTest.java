package dev.caravel.controllers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Deployment's status")
class RolloutStatusTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    @DisplayName("is available and complete when all pods are new and available")
    void complete() {
        DeploymentStatus status = RolloutStatus.of(deployment(0), Optional.of(set(3, 3)), List.of(), NOW);

        assertThat(status.getUpdatedReplicas()).isEqualTo(3);
        assertThat(condition(status, "Available").getStatus()).isEqualTo("True");
        assertThat(condition(status, "Progressing").getReason()).isEqualTo("NewReplicaSetAvailable");
        assertThat(condition(status, "Progressing").getMessage())
                .isEqualTo("ReplicaSet \"web-1\" has successfully progressed.");
        assertThat(RolloutStatus.nextCheck(deployment(0), status, NOW)).isEmpty();
    }

    @Test
    @DisplayName("is progressing when pods have come since the last look, and due again at the deadline")
    void progressing() {
        DeploymentStatus status = RolloutStatus.of(deployment(0), Optional.of(set(3, 1)), List.of(), NOW);

        assertThat(condition(status, "Available").getStatus()).isEqualTo("False");
        assertThat(condition(status, "Progressing").getReason()).isEqualTo("ReplicaSetUpdated");
        assertThat(status.getUnavailableReplicas()).isEqualTo(2);
        assertThat(RolloutStatus.nextCheck(deployment(0), status, NOW)).contains(Duration.ofSeconds(61));
    }

    @Test
    @DisplayName("has timed out when nothing has moved within the deadline")
    void timedOut() {
        Deployment stuck = new DeploymentBuilder(deployment(3))
                .withStatus(RolloutStatus.of(deployment(0), Optional.of(set(3, 1)), List.of(), NOW))
                .build();

        DeploymentStatus status = RolloutStatus.of(stuck, Optional.of(set(3, 1)), List.of(), NOW.plusSeconds(62));

        assertThat(condition(status, "Progressing").getStatus()).isEqualTo("False");
        assertThat(condition(status, "Progressing").getReason()).isEqualTo("ProgressDeadlineExceeded");
    }

    private static DeploymentCondition condition(DeploymentStatus status, String type) {
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static Deployment deployment(int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .withProgressDeadlineSeconds(60)
                .endSpec()
                .withNewStatus()
                .withReplicas(replicas)
                .endStatus()
                .build();
    }

    private static ReplicaSet set(int replicas, int available) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("web-1")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .withNewStatus()
                .withReplicas(replicas)
                .withReadyReplicas(available)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }
}

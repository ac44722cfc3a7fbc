package dev.caravel.controllers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A rollout")
class RolloutPlanTest {

    @ParameterizedTest(name = "{0} wanted, surge {1}, unavailable {2}; new {3}/{4}, old {5}/{6}: new {7}, old {8}")
    @CsvSource({
        // wanted, surge, unavailable, new size, available, old size, available, next new, next old
        "4, 1, 1, 0, 0, 4, 4, 1, 4",
        "4, 1, 1, 1, 0, 4, 4, 1, 3",
        "4, 1, 1, 1, 1, 4, 4, 1, 2",
        "4, 1, 1, 1, 1, 2, 2, 3, 2",
        "4, 1, 0, 1, 0, 4, 4, 1, 4",
        "4, 0, 1, 0, 0, 4, 4, 0, 3",
        "4, 0, 1, 0, 0, 3, 3, 1, 3",
        "4, 1, 1, 4, 4, 1, 1, 4, 0",
        "4, 1, 1, 4, 4, 0, 0, 4, 0",
        "4, 1, 1, 1, 0, 4, 1, 1, 3",
        "10, 25%, 25%, 0, 0, 10, 10, 3, 10",
        "10, 25%, 25%, 3, 0, 10, 10, 3, 8",
        "2, 25%, 25%, 1, 0, 2, 2, 1, 2",
    })
    @DisplayName("grows the new set while there is room, then shrinks the old within what must be available")
    void rolls(
            int wanted,
            String surge,
            String unavailable,
            int newSize,
            int newAvailable,
            int oldSize,
            int oldAvailable,
            int nextNew,
            int nextOld) {
        Deployment deployment = deployment(wanted, surge, unavailable);

        Map<String, Integer> steps = sizes(RolloutPlan.rolling(
                deployment, set("new", newSize, newAvailable), List.of(set("old", oldSize, oldAvailable))));

        assertThat(steps.getOrDefault("new", newSize)).isEqualTo(nextNew);
        assertThat(steps.getOrDefault("old", oldSize)).isEqualTo(nextOld);
    }

    @Test
    @DisplayName("that recreates stops all old sets first")
    void recreates() {
        assertThat(sizes(RolloutPlan.stopOld(List.of(set("a", 2, 2), set("b", 0, 0)))))
                .isEqualTo(Map.of("a", 0));
    }

    @Test
    @DisplayName("that is resized in the middle shares the change in proportion")
    void proportional() {
        Deployment deployment = deployment(15, "3", "2");
        ReplicaSet current = set("new", 5, 5, 13);
        ReplicaSet old = set("old", 8, 8, 13);

        Map<String, Integer> sizes = sizes(RolloutPlan.resized(deployment, current, List.of(old)));

        assertThat(sizes).isEqualTo(Map.of("old", 11, "new", 7));
    }

    @Test
    @DisplayName("that is over gives all of a resize to its only set")
    void resizedOnly() {
        assertThat(sizes(RolloutPlan.resized(deployment(7, "1", "1"), set("new", 4, 4), List.of(set("old", 0, 0)))))
                .isEqualTo(Map.of("new", 7));
    }

    @ParameterizedTest(name = "{0} of {1}, rounding up {2}: {3}")
    @CsvSource({"25%, 10, true, 3", "25%, 10, false, 2", "3, 10, true, 3", "0%, 5, true, 0", "100%, 5, false, 5"})
    @DisplayName("takes percentages of the wanted size")
    void percentages(String value, int total, boolean up, int expected) {
        assertThat(DeploymentSizes.scaled(Optional.of(bound(value)), total, up)).isEqualTo(expected);
    }

    @Test
    @DisplayName("may always lose one pod when neither surge nor loss is allowed after rounding")
    void neverStuck() {
        assertThat(DeploymentSizes.maxUnavailable(deployment(3, "0", "10%"))).isEqualTo(1);
    }

    private static Map<String, Integer> sizes(List<Scale> scales) {
        return scales.stream()
                .collect(Collectors.toMap(scale -> scale.set().getMetadata().getName(), Scale::replicas));
    }

    private static IntOrString bound(String value) {
        return value.endsWith("%") ? new IntOrString(value) : new IntOrString(Integer.parseInt(value));
    }

    private static Deployment deployment(int wanted, String surge, String unavailable) {
        return new DeploymentBuilder()
                .withNewSpec()
                .withReplicas(wanted)
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(bound(surge))
                .withMaxUnavailable(bound(unavailable))
                .endRollingUpdate()
                .endStrategy()
                .endSpec()
                .build();
    }

    private static ReplicaSet set(String name, int size, int available) {
        return set(name, size, available, size);
    }

    private static ReplicaSet set(String name, int size, int available, int max) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .addToAnnotations(Revisions.MAX, Integer.toString(max))
                .endMetadata()
                .withNewSpec()
                .withReplicas(size)
                .endSpec()
                .withNewStatus()
                .withReplicas(size)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }
}

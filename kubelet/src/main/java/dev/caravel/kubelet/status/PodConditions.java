package dev.caravel.kubelet.status;

import dev.caravel.kubelet.pods.PodContainer;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The conditions that the kubelet owns; others on the pod are kept. */
final class PodConditions {
    private static final String TRUE = "True";
    private static final String FALSE = "False";

    private final Pod pod;
    private final PodPhase phase;
    private final Map<String, ContainerStatus> statuses;
    private final boolean sandboxReady;

    PodConditions(Pod pod, PodPhase phase, Map<String, ContainerStatus> statuses, boolean sandboxReady) {
        this.pod = pod;
        this.phase = phase;
        this.statuses = statuses;
        this.sandboxReady = sandboxReady;
    }

    /** @param before what was told last: a condition that has not turned keeps its time */
    List<PodCondition> of(List<PodCondition> before, Instant now) {
        Map<String, PodCondition> conditions = new LinkedHashMap<>();
        PodCondition containersReady = containersReady();
        for (PodCondition own : List.of(
                condition("PodReadyToStartContainers", sandboxReady ? TRUE : FALSE, null, null),
                initialized(),
                ready(containersReady, before),
                containersReady)) {
            conditions.put(own.getType(), own);
        }
        Map<String, PodCondition> known = new LinkedHashMap<>();
        before.forEach(condition -> known.put(condition.getType(), condition));
        conditions.values().forEach(condition -> time(condition, known.get(condition.getType()), now));
        if (!known.containsKey("PodScheduled")) {
            PodCondition scheduled = condition("PodScheduled", TRUE, null, null);
            time(scheduled, null, now);
            conditions.put("PodScheduled", scheduled);
        }
        known.forEach(conditions::putIfAbsent);
        return new ArrayList<>(conditions.values());
    }

    private static void time(PodCondition condition, PodCondition before, Instant now) {
        boolean turned = before == null || !Objects.equals(before.getStatus(), condition.getStatus());
        condition.setLastTransitionTime(turned ? Times.format(now) : before.getLastTransitionTime());
    }

    private PodCondition initialized() {
        List<String> incomplete = new ArrayList<>();
        for (PodContainer container : PodContainer.of(pod)) {
            ContainerStatus status = statuses.get(container.name());
            boolean done =
                    switch (container.role()) {
                        case INIT -> Boolean.TRUE.equals(status.getReady());
                        case SIDECAR -> Boolean.TRUE.equals(status.getStarted());
                        case MAIN -> true;
                    };
            if (!done) {
                incomplete.add(container.name());
            }
        }
        if (phase == PodPhase.SUCCEEDED) {
            return condition("Initialized", TRUE, "PodCompleted", null);
        }
        return incomplete.isEmpty() || mainStarted()
                ? condition("Initialized", TRUE, null, null)
                : condition(
                        "Initialized",
                        FALSE,
                        "ContainersNotInitialized",
                        "containers with incomplete status: " + list(incomplete));
    }

    private boolean mainStarted() {
        return PodContainer.of(pod, PodContainer.Role.MAIN).stream()
                .map(container -> statuses.get(container.name()))
                .anyMatch(status -> status.getContainerID() != null);
    }

    private PodCondition containersReady() {
        if (phase == PodPhase.SUCCEEDED) {
            return condition("ContainersReady", FALSE, "PodCompleted", null);
        }
        if (phase == PodPhase.FAILED) {
            return condition("ContainersReady", FALSE, "PodFailed", null);
        }
        List<String> unready = PodContainer.of(pod).stream()
                .filter(container -> container.role() != PodContainer.Role.INIT)
                .map(container -> statuses.get(container.name()))
                .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                .map(ContainerStatus::getName)
                .toList();
        return unready.isEmpty()
                ? condition("ContainersReady", TRUE, null, null)
                : condition(
                        "ContainersReady",
                        FALSE,
                        "ContainersNotReady",
                        "containers with unready status: " + list(unready));
    }

    private PodCondition ready(PodCondition containersReady, List<PodCondition> before) {
        if (containersReady.getStatus().equals(FALSE)) {
            return condition("Ready", FALSE, containersReady.getReason(), containersReady.getMessage());
        }
        List<String> unmet = new ArrayList<>();
        if (pod.getSpec().getReadinessGates() != null) {
            for (var gate : pod.getSpec().getReadinessGates()) {
                PodCondition found = before.stream()
                        .filter(condition -> condition.getType().equals(gate.getConditionType()))
                        .findFirst()
                        .orElse(null);
                if (found == null) {
                    unmet.add("corresponding condition of pod readiness gate \"" + gate.getConditionType()
                            + "\" does not exist.");
                } else if (!TRUE.equals(found.getStatus())) {
                    unmet.add("the status of pod readiness gate \"" + gate.getConditionType()
                            + "\" is not \"True\", but " + found.getStatus());
                }
            }
        }
        return unmet.isEmpty()
                ? condition("Ready", TRUE, null, null)
                : condition("Ready", FALSE, "ReadinessGatesNotReady", String.join(", ", unmet));
    }

    private PodCondition condition(String type, String status, String reason, String message) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(pod.getMetadata().getGeneration())
                .build();
    }

    private static String list(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }
}

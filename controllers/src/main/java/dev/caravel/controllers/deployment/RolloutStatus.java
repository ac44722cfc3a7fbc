package dev.caravel.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The status that a Deployment should show: a pure function of its sets and the time. */
final class RolloutStatus {
    static final String COMPLETE = "NewReplicaSetAvailable";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private RolloutStatus() {}

    /** Counts and availability, without a judgement of progress: for Deployments that are paused or being resized. */
    static DeploymentStatus counts(
            Deployment deployment, Optional<ReplicaSet> current, List<ReplicaSet> old, Instant now) {
        List<ReplicaSet> all = Stream.concat(old.stream(), current.stream()).toList();
        int available = sum(all, ReplicaSetStatus::getAvailableReplicas);
        Conditions conditions = new Conditions(statusOf(deployment).getConditions(), now);
        if (available >= DeploymentSizes.wanted(deployment) - DeploymentSizes.maxUnavailable(deployment)) {
            conditions.set(
                    Conditions.AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
        } else {
            conditions.set(
                    Conditions.AVAILABLE,
                    "False",
                    "MinimumReplicasUnavailable",
                    "Deployment does not have minimum availability.");
        }
        return new DeploymentStatusBuilder(statusOf(deployment))
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(sum(all, ReplicaSetStatus::getReplicas))
                .withUpdatedReplicas(sum(current.stream().toList(), ReplicaSetStatus::getReplicas))
                .withReadyReplicas(sum(all, ReplicaSetStatus::getReadyReplicas))
                .withAvailableReplicas(available)
                .withUnavailableReplicas(Math.max(0, DeploymentSizes.wanted(all) - available))
                .withTerminatingReplicas(sum(all, ReplicaSetStatus::getTerminatingReplicas))
                .withConditions(conditions.list())
                .build();
    }

    /** {@link #counts} and how the rollout goes. */
    static DeploymentStatus of(Deployment deployment, Optional<ReplicaSet> current, List<ReplicaSet> old, Instant now) {
        DeploymentStatus status = counts(deployment, current, old, now);
        Conditions conditions = new Conditions(status.getConditions(), now);
        judge(deployment, current, status, conditions, now);
        failure(current, old)
                .ifPresentOrElse(
                        failure -> conditions.set(
                                Conditions.REPLICA_FAILURE,
                                failure.getStatus(),
                                failure.getReason(),
                                failure.getMessage()),
                        () -> conditions.remove(Conditions.REPLICA_FAILURE));
        return new DeploymentStatusBuilder(status)
                .withConditions(conditions.list())
                .build();
    }

    private static void judge(
            Deployment deployment,
            Optional<ReplicaSet> current,
            DeploymentStatus status,
            Conditions conditions,
            Instant now) {
        if (!hasDeadline(deployment)) {
            conditions.remove(Conditions.PROGRESSING);
            return;
        }
        Optional<DeploymentCondition> before = conditions.get(Conditions.PROGRESSING);
        boolean wasComplete = before.map(DeploymentCondition::getReason)
                .filter(COMPLETE::equals)
                .isPresent();
        if (wasComplete && status.getReplicas().equals(status.getUpdatedReplicas())) {
            return;
        }
        String subject = current.map(set -> "ReplicaSet \"" + set.getMetadata().getName() + "\"")
                .orElse("Deployment \"" + deployment.getMetadata().getName() + "\"");
        if (isComplete(deployment, status)) {
            conditions.set(Conditions.PROGRESSING, "True", COMPLETE, subject + " has successfully progressed.");
        } else if (hasMoved(statusOf(deployment), status)) {
            conditions.renew(Conditions.PROGRESSING, "True", "ReplicaSetUpdated", subject + " is progressing.");
        } else if (hasTimedOut(deployment, before, now)) {
            conditions.set(Conditions.PROGRESSING, "False", TIMED_OUT, subject + " has timed out progressing.");
        }
    }

    static boolean isComplete(Deployment deployment, DeploymentStatus status) {
        int wanted = DeploymentSizes.wanted(deployment);
        return DeploymentSizes.orZero(status.getUpdatedReplicas()) == wanted
                && DeploymentSizes.orZero(status.getReplicas()) == wanted
                && DeploymentSizes.orZero(status.getAvailableReplicas()) == wanted
                && status.getObservedGeneration() != null
                && status.getObservedGeneration() >= deployment.getMetadata().getGeneration();
    }

    private static boolean hasMoved(DeploymentStatus before, DeploymentStatus after) {
        return updated(after) > updated(before)
                || DeploymentSizes.orZero(after.getReplicas()) - updated(after)
                        < DeploymentSizes.orZero(before.getReplicas()) - updated(before)
                || DeploymentSizes.orZero(after.getReadyReplicas()) > DeploymentSizes.orZero(before.getReadyReplicas())
                || DeploymentSizes.orZero(after.getAvailableReplicas())
                        > DeploymentSizes.orZero(before.getAvailableReplicas());
    }

    private static int updated(DeploymentStatus status) {
        return DeploymentSizes.orZero(status.getUpdatedReplicas());
    }

    private static boolean hasTimedOut(Deployment deployment, Optional<DeploymentCondition> progressing, Instant now) {
        if (progressing.isEmpty() || COMPLETE.equals(progressing.get().getReason())) {
            return false;
        }
        return TIMED_OUT.equals(progressing.get().getReason())
                || deadline(deployment, progressing.get()).isBefore(now);
    }

    private static Instant deadline(Deployment deployment, DeploymentCondition progressing) {
        return Instant.parse(progressing.getLastUpdateTime())
                .plusSeconds(deployment.getSpec().getProgressDeadlineSeconds());
    }

    /** When to look again whether the rollout has missed its deadline; empty when that is settled. */
    static Optional<Duration> nextCheck(Deployment deployment, DeploymentStatus status, Instant now) {
        if (!hasDeadline(deployment) || isComplete(deployment, status)) {
            return Optional.empty();
        }
        return new Conditions(status.getConditions(), now)
                .get(Conditions.PROGRESSING)
                .filter(condition -> !TIMED_OUT.equals(condition.getReason()))
                .filter(condition -> !COMPLETE.equals(condition.getReason()))
                // One second more: times in the API have no fractions.
                .map(condition ->
                        Duration.between(now, deadline(deployment, condition).plusSeconds(1)))
                .filter(Duration::isPositive);
    }

    /** Upstream takes the largest number for "no deadline". */
    static boolean hasDeadline(Deployment deployment) {
        Integer deadline = deployment.getSpec().getProgressDeadlineSeconds();
        return deadline != null && deadline != Integer.MAX_VALUE;
    }

    private static Optional<DeploymentCondition> failure(Optional<ReplicaSet> current, List<ReplicaSet> old) {
        return Stream.concat(current.stream(), old.stream())
                .filter(set -> set.getStatus() != null)
                .flatMap(set -> set.getStatus().getConditions().stream())
                .filter(condition -> condition.getType().equals(Conditions.REPLICA_FAILURE))
                .findFirst()
                .map(condition -> {
                    DeploymentCondition same = new DeploymentCondition();
                    same.setStatus(condition.getStatus());
                    same.setReason(condition.getReason());
                    same.setMessage(condition.getMessage());
                    return same;
                });
    }

    private static int sum(List<ReplicaSet> sets, Function<ReplicaSetStatus, Integer> count) {
        return sets.stream()
                .filter(set -> set.getStatus() != null)
                .mapToInt(set -> DeploymentSizes.orZero(count.apply(set.getStatus())))
                .sum();
    }

    static DeploymentStatus statusOf(Deployment deployment) {
        return deployment.getStatus() == null
                ? new DeploymentStatusBuilder()
                        .withConditions(new ArrayList<>())
                        .build()
                : deployment.getStatus();
    }
}

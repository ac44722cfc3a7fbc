package dev.caravel.controllers.replicaset;

import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.controllers.pods.PodStates;
import dev.caravel.controllers.pods.PodTemplates;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The status that an owner of replicas should show: a pure function of its pods and of what went wrong. */
final class ReplicaStatus {
    /** A failure to create or delete, for the condition. */
    record Failure(String reason, String message) {}

    private static final String REPLICA_FAILURE = "ReplicaFailure";

    private ReplicaStatus() {}

    static ReplicaSetStatus of(
            Replicas replicas, List<Pod> active, int terminating, Optional<Failure> failure, Instant now) {
        Map<String, String> templateLabels = PodTemplates.labels(replicas.template());
        Duration minReady = replicas.minReady();
        ReplicaSetStatus current = replicas.presentStatus();
        return new ReplicaSetStatusBuilder(current)
                .withReplicas(active.size())
                .withFullyLabeledReplicas(
                        count(active, pod -> LabelMatch.labels(pod).entrySet().containsAll(templateLabels.entrySet())))
                .withReadyReplicas(count(active, PodStates::isReady))
                .withAvailableReplicas(count(active, pod -> PodStates.isAvailable(pod, minReady, now)))
                .withTerminatingReplicas(terminating)
                .withObservedGeneration(replicas.generation())
                .withConditions(conditions(current, failure, now))
                .build();
    }

    private static int count(List<Pod> pods, Predicate<Pod> counted) {
        return (int) pods.stream().filter(counted).count();
    }

    private static List<ReplicaSetCondition> conditions(
            ReplicaSetStatus status, Optional<Failure> failure, Instant now) {
        List<ReplicaSetCondition> conditions = new ArrayList<>(status.getConditions());
        Predicate<ReplicaSetCondition> isFailure =
                condition -> condition.getType().equals(REPLICA_FAILURE);
        boolean failed = conditions.stream().anyMatch(isFailure);
        if (failure.isPresent() && !failed) {
            conditions.add(new ReplicaSetConditionBuilder()
                    .withType(REPLICA_FAILURE)
                    .withStatus("True")
                    .withReason(failure.get().reason())
                    .withMessage(failure.get().message())
                    .withLastTransitionTime(now.truncatedTo(ChronoUnit.SECONDS).toString())
                    .build());
        } else if (failure.isEmpty()) {
            conditions.removeIf(isFailure);
        }
        return conditions;
    }

    /** When the next pod that is ready becomes available; empty when all are. */
    static Optional<Duration> nextAvailability(Replicas replicas, List<Pod> active, Instant now) {
        return active.stream()
                .flatMap(pod -> PodStates.readySince(pod).stream())
                .map(since -> Duration.between(now, since.plus(replicas.minReady())))
                .filter(Duration::isPositive)
                .min(Duration::compareTo);
    }
}

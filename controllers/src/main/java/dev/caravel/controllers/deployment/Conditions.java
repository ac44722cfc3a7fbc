package dev.caravel.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Deployment's conditions while they are being worked out. */
final class Conditions {
    static final String PROGRESSING = "Progressing";
    static final String AVAILABLE = "Available";
    static final String REPLICA_FAILURE = "ReplicaFailure";

    private final List<DeploymentCondition> conditions;
    private final String now;

    Conditions(List<DeploymentCondition> conditions, Instant now) {
        this.conditions = new ArrayList<>(conditions);
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    Optional<DeploymentCondition> get(String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** Sets a condition; one that says the same already keeps its words and times. */
    void set(String type, String status, String reason, String message) {
        boolean same = get(type)
                .filter(before ->
                        before.getStatus().equals(status) && before.getReason().equals(reason))
                .isPresent();
        if (!same) {
            renew(type, status, reason, message);
        }
    }

    /** Sets a condition and its time of update, even when it says the same already. */
    void renew(String type, String status, String reason, String message) {
        String since = get(type)
                .filter(before -> before.getStatus().equals(status))
                .map(DeploymentCondition::getLastTransitionTime)
                .orElse(now);
        remove(type);
        conditions.add(new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(now)
                .withLastTransitionTime(since)
                .build());
    }

    void remove(String type) {
        conditions.removeIf(condition -> condition.getType().equals(type));
    }

    List<DeploymentCondition> list() {
        return List.copyOf(conditions);
    }
}

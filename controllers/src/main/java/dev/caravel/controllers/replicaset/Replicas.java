package dev.caravel.controllers.replicaset;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Duration;

/** What an owner of alike pods asks for and shows, whatever its kind. */
record Replicas(
        int wanted, PodTemplateSpec template, Duration minReady, Long generation, ReplicaSetStatus presentStatus) {
    static Replicas of(
            Integer wanted,
            PodTemplateSpec template,
            Integer minReadySeconds,
            Long generation,
            ReplicaSetStatus status) {
        return new Replicas(
                wanted == null ? 1 : wanted,
                template,
                Duration.ofSeconds(minReadySeconds == null ? 0 : minReadySeconds),
                generation,
                status == null ? new ReplicaSetStatus() : status);
    }
}

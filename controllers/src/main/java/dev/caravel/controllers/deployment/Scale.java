package dev.caravel.controllers.deployment;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;

/** A ReplicaSet is to have that many replicas. */
record Scale(ReplicaSet set, int replicas) {
    Scale {
        requireNonNull(set, "set is null");
    }

    boolean changesSize() {
        return DeploymentSizes.wanted(set) != replicas;
    }
}

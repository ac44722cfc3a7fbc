package dev.caravel.controllers.replicaset;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;

/** A kind whose objects each keep a number of alike pods: all that the two of them differ in. */
interface ReplicaKind<T extends HasMetadata> {
    /** As owner references name it. */
    String kind();

    boolean selects(T owner, HasMetadata pod);

    Replicas replicas(T owner);

    /** A copy that shows {@code status}. */
    T withStatus(T owner, ReplicaSetStatus status);
}

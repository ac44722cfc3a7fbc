package dev.caravel.controllers.replicaset;

import dev.caravel.controllers.ownership.LabelMatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;

/** {@code apps/v1}. */
final class ReplicaSetKind implements ReplicaKind<ReplicaSet> {
    @Override
    public String kind() {
        return "ReplicaSet";
    }

    @Override
    public boolean selects(ReplicaSet set, HasMetadata pod) {
        return LabelMatch.matches(set.getSpec().getSelector(), pod);
    }

    @Override
    public Replicas replicas(ReplicaSet set) {
        return Replicas.of(
                set.getSpec().getReplicas(),
                set.getSpec().getTemplate(),
                set.getSpec().getMinReadySeconds(),
                set.getMetadata().getGeneration(),
                set.getStatus());
    }

    @Override
    public ReplicaSet withStatus(ReplicaSet set, ReplicaSetStatus status) {
        return new ReplicaSetBuilder(set).withStatus(status).build();
    }
}

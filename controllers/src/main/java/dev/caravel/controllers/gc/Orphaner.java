package dev.caravel.controllers.gc;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Optional;

/** Cuts the dependents of an object loose that is being deleted without them. */
final class Orphaner implements Reconciler<String> {
    private final DependencyGraph graph;
    private final LiveObjects live;

    Orphaner(DependencyGraph graph, LiveObjects live) {
        this.graph = requireNonNull(graph, "graph is null");
        this.live = requireNonNull(live, "live is null");
    }

    @Override
    public Result reconcile(String uid) {
        Optional<DependencyGraph.Snapshot> owner = graph.snapshot(uid);
        if (owner.isEmpty()) {
            return Result.done();
        }
        for (DependencyGraph.Dependent dependent : owner.get().dependents()) {
            live.get(dependent.identity()).ifPresent(metadata -> cut(dependent.identity(), metadata, uid));
        }
        ObjectIdentity identity = owner.get().identity();
        live.get(identity)
                .filter(metadata -> metadata.getFinalizers().contains(DependencyGraph.ORPHAN))
                .ifPresent(metadata -> live.removeFinalizer(identity, metadata, DependencyGraph.ORPHAN));
        return Result.done();
    }

    private void cut(ObjectIdentity dependent, ObjectMeta metadata, String owner) {
        List<OwnerReference> left = metadata.getOwnerReferences().stream()
                .filter(reference -> !reference.getUid().equals(owner))
                .toList();
        if (left.size() < metadata.getOwnerReferences().size()) {
            live.setOwners(dependent, metadata, left);
        }
    }
}

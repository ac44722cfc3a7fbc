package dev.caravel.controllers.gc;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Looks at one object: deletes it when all its owners are gone, lets it go when its dependents are. */
final class Examiner implements Reconciler<String> {
    private static final Logger log = Logger.getLogger(Examiner.class);

    private final DependencyGraph graph;
    private final LiveObjects live;
    private final Consumer<List<Work>> queue;

    Examiner(DependencyGraph graph, LiveObjects live, Consumer<List<Work>> queue) {
        this.graph = requireNonNull(graph, "graph is null");
        this.live = requireNonNull(live, "live is null");
        this.queue = requireNonNull(queue, "queue is null");
    }

    @Override
    public Result reconcile(String uid) {
        Optional<DependencyGraph.Snapshot> known = graph.snapshot(uid);
        if (known.isEmpty()) {
            return Result.done();
        }
        DependencyGraph.Snapshot node = known.get();
        if (node.deleting() && !node.deletingDependents()) {
            return Result.done();
        }
        Optional<ObjectMeta> metadata = live.get(node.identity());
        if (metadata.isEmpty()) {
            queue.accept(graph.gone(uid));
        } else if (node.deletingDependents()) {
            letGo(node, metadata.get());
        } else {
            judge(node, metadata.get());
        }
        return Result.done();
    }

    private void letGo(DependencyGraph.Snapshot node, ObjectMeta metadata) {
        List<DependencyGraph.Dependent> blocking = node.dependents().stream()
                .filter(DependencyGraph.Dependent::blocksOwner)
                .toList();
        if (blocking.isEmpty()) {
            if (metadata.getFinalizers().contains(DependencyGraph.FOREGROUND)) {
                live.removeFinalizer(node.identity(), metadata, DependencyGraph.FOREGROUND);
            }
            return;
        }
        queue.accept(blocking.stream()
                .filter(dependent -> !dependent.deletingDependents())
                .map(dependent -> (Work) new Work.Examine(dependent.identity().uid()))
                .toList());
    }

    private void judge(DependencyGraph.Snapshot node, ObjectMeta metadata) {
        List<Verdict.Owner> owners = new ArrayList<>();
        for (OwnerReference reference : metadata.getOwnerReferences()) {
            owners.add(new Verdict.Owner(reference.getUid(), stateOf(reference, node.identity())));
        }
        switch (Verdict.of(owners, !node.dependents().isEmpty(), metadata)) {
            case Verdict.Keep _ -> {}
            case Verdict.DropReferences drop -> dropReferences(node, metadata, drop.uids());
            case Verdict.Delete delete -> {
                unblockCircles(node, metadata);
                delete(node, metadata, delete.propagation());
            }
        }
    }

    private Verdict.OwnerState stateOf(OwnerReference reference, ObjectIdentity dependent) {
        Optional<ObjectMeta> owner = live.get(new ObjectIdentity(
                reference.getApiVersion(),
                reference.getKind(),
                dependent.namespace(),
                reference.getName(),
                reference.getUid()));
        if (owner.isEmpty()) {
            return Verdict.OwnerState.ABSENT;
        }
        boolean waits = owner.get().getDeletionTimestamp() != null
                && owner.get().getFinalizers().contains(DependencyGraph.FOREGROUND);
        return waits ? Verdict.OwnerState.WAITING : Verdict.OwnerState.SOLID;
    }

    private void dropReferences(DependencyGraph.Snapshot node, ObjectMeta metadata, Set<String> uids) {
        live.setOwners(
                node.identity(),
                metadata,
                metadata.getOwnerReferences().stream()
                        .filter(reference -> !uids.contains(reference.getUid()))
                        .toList());
    }

    /** Two objects that own and block each other would wait for ever: the one that goes stops blocking. */
    private void unblockCircles(DependencyGraph.Snapshot node, ObjectMeta metadata) {
        boolean circular = node.dependents().stream().anyMatch(DependencyGraph.Dependent::deletingDependents);
        if (!circular
                || metadata.getOwnerReferences().stream()
                        .noneMatch(reference -> Boolean.TRUE.equals(reference.getBlockOwnerDeletion()))) {
            return;
        }
        live.setOwners(
                node.identity(),
                metadata,
                metadata.getOwnerReferences().stream()
                        .map(reference -> new OwnerReferenceBuilder(reference)
                                .withBlockOwnerDeletion(false)
                                .build())
                        .toList());
        throw new IllegalStateException(node.identity() + " is part of a circle and was unblocked");
    }

    private void delete(DependencyGraph.Snapshot node, ObjectMeta metadata, String propagation) {
        log.infof("deletes %s, whose owners are gone (%s)", node.identity(), propagation);
        try {
            live.delete(node.identity(), metadata, propagation);
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isNotFound(e)) {
                throw e;
            }
            queue.accept(graph.gone(node.identity().uid()));
        }
    }
}

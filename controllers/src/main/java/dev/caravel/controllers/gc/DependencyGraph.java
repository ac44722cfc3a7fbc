package dev.caravel.controllers.gc;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which object owns which, as the watches tell.
 *
 * <p>An owner that is named but was never seen is there as a virtual node, until it is seen or found absent. Thread-safe.
 */
final class DependencyGraph {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    /** An object as seen from one of its owners. */
    record Dependent(ObjectIdentity identity, boolean blocksOwner, boolean deletingDependents) {}

    /** What a worker needs to know of a node. */
    record Snapshot(
            ObjectIdentity identity,
            boolean virtual,
            boolean deleting,
            boolean deletingDependents,
            List<Dependent> dependents) {}

    private static final class Node {
        private ObjectIdentity identity;
        private boolean virtual;
        private boolean deleting;
        private boolean deletingDependents;
        private boolean orphaning;
        private List<OwnerReference> owners = List.of();
        private final Set<Node> dependents = new LinkedHashSet<>();

        private Node(ObjectIdentity identity, boolean virtual) {
            this.identity = identity;
            this.virtual = virtual;
        }
    }

    private final Map<String, Node> nodes = new HashMap<>();

    /** An object was added or changed. */
    synchronized List<Work> seen(ObjectIdentity identity, ObjectMeta metadata) {
        List<Work> work = new ArrayList<>();
        Node node = nodes.computeIfAbsent(identity.uid(), _ -> new Node(identity, false));
        node.identity = identity;
        node.virtual = false;
        link(node, List.copyOf(metadata.getOwnerReferences()), work);
        markDeletion(node, metadata, work);
        return work;
    }

    private void link(Node node, List<OwnerReference> owners, List<Work> work) {
        Map<String, OwnerReference> before = byUid(node.owners);
        Map<String, OwnerReference> after = byUid(owners);
        node.owners = owners;
        before.forEach((uid, reference) -> {
            OwnerReference now = after.get(uid);
            Node owner = nodes.get(uid);
            if (owner == null) {
                return;
            }
            if (now == null) {
                owner.dependents.remove(node);
            }
            if (owner.deletingDependents && blocks(reference) && (now == null || !blocks(now))) {
                work.add(new Work.Examine(uid));
            }
        });
        after.forEach((uid, reference) -> {
            if (!before.containsKey(uid)) {
                linkTo(node, reference, work);
            }
        });
    }

    private void linkTo(Node node, OwnerReference reference, List<Work> work) {
        Node owner = nodes.get(reference.getUid());
        if (owner == null) {
            owner = new Node(identityOf(reference, node), true);
            nodes.put(reference.getUid(), owner);
            // Never seen: it may come with a later event, or be gone for good.
            work.add(new Work.Examine(reference.getUid()));
        } else if (owner.deletingDependents || !owner.virtual && !isNamedRight(owner.identity, reference, node)) {
            work.add(new Work.Examine(node.identity.uid()));
        }
        owner.dependents.add(node);
    }

    private static ObjectIdentity identityOf(OwnerReference reference, Node dependent) {
        return new ObjectIdentity(
                reference.getApiVersion(),
                reference.getKind(),
                dependent.identity.namespace(),
                reference.getName(),
                reference.getUid());
    }

    private static boolean isNamedRight(ObjectIdentity owner, OwnerReference reference, Node dependent) {
        return owner.kind().equals(reference.getKind())
                && owner.name().equals(reference.getName())
                && (owner.namespace().isEmpty() || owner.namespace().equals(dependent.identity.namespace()));
    }

    private static void markDeletion(Node node, ObjectMeta metadata, List<Work> work) {
        boolean deleting = metadata.getDeletionTimestamp() != null;
        boolean foreground = deleting && metadata.getFinalizers().contains(FOREGROUND);
        boolean orphaning = deleting && metadata.getFinalizers().contains(ORPHAN);
        if (orphaning && !node.orphaning) {
            work.add(new Work.Orphan(node.identity.uid()));
        }
        if (foreground && !node.deletingDependents) {
            node.dependents.forEach(dependent -> work.add(new Work.Examine(dependent.identity.uid())));
            work.add(new Work.Examine(node.identity.uid()));
        }
        node.deleting = deleting;
        node.deletingDependents = foreground;
        node.orphaning = orphaning;
    }

    /** An object is gone, as a watch or a look has told. */
    synchronized List<Work> gone(String uid) {
        Node node = nodes.remove(uid);
        if (node == null) {
            return List.of();
        }
        List<Work> work = new ArrayList<>();
        for (OwnerReference reference : node.owners) {
            Node owner = nodes.get(reference.getUid());
            if (owner != null) {
                owner.dependents.remove(node);
                if (owner.deletingDependents) {
                    work.add(new Work.Examine(reference.getUid()));
                } else if (owner.virtual && owner.dependents.isEmpty()) {
                    nodes.remove(reference.getUid());
                }
            }
        }
        node.dependents.forEach(dependent -> work.add(new Work.Examine(dependent.identity.uid())));
        return work;
    }

    synchronized Optional<Snapshot> snapshot(String uid) {
        return Optional.ofNullable(nodes.get(uid))
                .map(node -> new Snapshot(
                        node.identity,
                        node.virtual,
                        node.deleting,
                        node.deletingDependents,
                        node.dependents.stream()
                                .map(dependent -> new Dependent(
                                        dependent.identity, blocks(dependent, uid), dependent.deletingDependents))
                                .toList()));
    }

    private static boolean blocks(Node dependent, String owner) {
        return dependent.owners.stream()
                .anyMatch(reference -> Objects.equals(reference.getUid(), owner) && blocks(reference));
    }

    private static boolean blocks(OwnerReference reference) {
        return Boolean.TRUE.equals(reference.getBlockOwnerDeletion());
    }

    private static Map<String, OwnerReference> byUid(List<OwnerReference> references) {
        return references.stream()
                .collect(Collectors.toMap(OwnerReference::getUid, Function.identity(), (first, _) -> first));
    }
}

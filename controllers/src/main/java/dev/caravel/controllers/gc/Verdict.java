package dev.caravel.controllers.gc;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is to become of an object, given the state of its owners. */
sealed interface Verdict {
    /** How an owner is. */
    enum OwnerState {
        /** There, and not waiting for this object to go. */
        SOLID,
        /** Does not exist any more. */
        ABSENT,
        /** Being deleted in the foreground: it waits for its dependents to go. */
        WAITING
    }

    record Owner(String uid, OwnerState state) {}

    record Keep() implements Verdict {}

    /** Stays for the sake of a solid owner; references to the others are of no use. */
    record DropReferences(Set<String> uids) implements Verdict {}

    /** Nobody holds it; {@code propagation} is what happens to its own dependents. */
    record Delete(String propagation) implements Verdict {}

    static Verdict of(List<Owner> owners, boolean hasDependents, ObjectMeta metadata) {
        if (owners.isEmpty()) {
            return new Keep();
        }
        Set<String> useless = new HashSet<>();
        boolean solid = false;
        boolean waiting = false;
        for (Owner owner : owners) {
            solid |= owner.state() == OwnerState.SOLID;
            waiting |= owner.state() == OwnerState.WAITING;
            if (owner.state() != OwnerState.SOLID) {
                useless.add(owner.uid());
            }
        }
        if (solid) {
            return useless.isEmpty() ? new Keep() : new DropReferences(Set.copyOf(useless));
        }
        if (waiting && hasDependents) {
            return new Delete("Foreground");
        }
        if (metadata.getFinalizers().contains(DependencyGraph.ORPHAN)) {
            return new Delete("Orphan");
        }
        return new Delete(metadata.getFinalizers().contains(DependencyGraph.FOREGROUND) ? "Foreground" : "Background");
    }
}

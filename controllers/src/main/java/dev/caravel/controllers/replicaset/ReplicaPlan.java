package dev.caravel.controllers.replicaset;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;

/** How many pods to create, or which to delete, to have as many as wanted. */
record ReplicaPlan(int create, List<Pod> delete) {
    /** At most so many at once, so that one large ReplicaSet leaves room for the others. */
    private static final int BURST = 500;

    /** @param active the pods that count, in no order */
    static ReplicaPlan of(int wanted, List<Pod> active, Comparator<Pod> deletionOrder) {
        int missing = wanted - active.size();
        if (missing >= 0) {
            return new ReplicaPlan(Math.min(missing, BURST), List.of());
        }
        int surplus = Math.min(-missing, BURST);
        return new ReplicaPlan(
                0, active.stream().sorted(deletionOrder).limit(surplus).toList());
    }
}

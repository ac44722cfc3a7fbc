package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.PodInfo;

/** Works out, once per pod, what its Filter needs, and may narrow the nodes down. */
public interface PreFilterPlugin extends Plugin {
    PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterSnapshot snapshot);

    /**
     * Brings the state up to date for a trial in which another pod comes to a node or leaves it.
     *
     * @param change 1 when {@code other} comes, -1 when it leaves
     */
    default void recount(CycleState state, PodInfo pod, PodInfo other, NodeFacts node, int change) {}
}

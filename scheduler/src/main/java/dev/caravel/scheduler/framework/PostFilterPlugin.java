package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.PodInfo;

/** Tries to make room when no node was feasible: preemption. */
public interface PostFilterPlugin extends Plugin {
    /** @param trials tries the pod's filters on nodes as they might be */
    PostFilterResult postFilter(
            NodeTrials trials, CycleState state, PodInfo pod, ClusterSnapshot snapshot, Diagnosis diagnosis);
}

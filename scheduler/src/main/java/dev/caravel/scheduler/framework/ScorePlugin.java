package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;

/** Ranks the feasible nodes. */
public interface ScorePlugin extends Plugin {
    long MAX_SCORE = 100;

    /** From 0 to {@link #MAX_SCORE}, unless {@link #normalize} brings it there. */
    long score(CycleState state, PodInfo pod, NodeInfo node, ClusterSnapshot snapshot);

    /** Brings the scores of all nodes, changed in place, into the range from 0 to {@link #MAX_SCORE}. */
    default void normalize(CycleState state, PodInfo pod, long[] scores) {}
}

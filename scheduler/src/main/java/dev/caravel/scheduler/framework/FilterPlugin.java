package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;

/** Decides whether a pod can run on a node. */
public interface FilterPlugin extends Plugin {
    /** Called for many nodes, from several threads; must not change the state. */
    Status filter(CycleState state, PodInfo pod, NodeInfo node);
}

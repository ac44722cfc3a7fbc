package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.PodInfo;

/** Binds a pod to its node. */
public interface BindPlugin extends Plugin {
    /** Skip hands over to the next plugin. On a virtual thread; may block. */
    Status bind(CycleState state, PodInfo pod, String node);
}

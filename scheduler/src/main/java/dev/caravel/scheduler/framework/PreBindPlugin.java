package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.PodInfo;

/** Prepares what a pod needs on its node before it is bound. */
public interface PreBindPlugin extends Plugin {
    /** On a virtual thread of its own; may block. */
    Status preBind(CycleState state, PodInfo pod, String node);
}

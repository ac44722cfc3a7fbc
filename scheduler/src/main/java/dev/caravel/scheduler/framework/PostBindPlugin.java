package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.PodInfo;

/** Is told of each pod bound. */
public interface PostBindPlugin extends Plugin {
    void postBind(CycleState state, PodInfo pod, String node);
}

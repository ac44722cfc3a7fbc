package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.PodInfo;

/** Holds a pod back between decision and binding. */
public interface PermitPlugin extends Plugin {
    PermitResult permit(CycleState state, PodInfo pod, String node);
}

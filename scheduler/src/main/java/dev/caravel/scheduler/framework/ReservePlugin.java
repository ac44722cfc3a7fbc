package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.PodInfo;

/** Keeps account of what is taken between decision and binding. */
public interface ReservePlugin extends Plugin {
    Status reserve(CycleState state, PodInfo pod, String node);

    /** Takes {@link #reserve} back; also called when that was never called. Must not fail. */
    void unreserve(CycleState state, PodInfo pod, String node);
}

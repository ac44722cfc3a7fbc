package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.PodInfo;

/** Works out, once per pod, what its Filter needs, and may narrow the nodes down. */
public interface PreFilterPlugin extends Plugin {
    PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterSnapshot snapshot);
}

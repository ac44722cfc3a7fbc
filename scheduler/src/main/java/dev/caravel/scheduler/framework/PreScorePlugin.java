package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import java.util.List;

/** Works out, once per pod, what its Score needs. */
public interface PreScorePlugin extends Plugin {
    Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes, ClusterSnapshot snapshot);
}

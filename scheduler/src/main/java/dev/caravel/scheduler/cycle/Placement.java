package dev.caravel.scheduler.cycle;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Diagnosis;
import java.util.List;
import java.util.Optional;

/** What the algorithm found for a pod. */
public sealed interface Placement {
    /** @param evaluatedNodes how many were looked at */
    record On(String node, int evaluatedNodes, int feasibleNodes) implements Placement {}

    /**
     * @param nominatedNode what a PostFilter plugin made of the pod's nomination
     * @param victims the pods that are to make room for it there
     */
    record Nowhere(Diagnosis diagnosis, Optional<String> nominatedNode, List<PodInfo> victims) implements Placement {}

    /** The cluster has no nodes at all. */
    record NoNodes() implements Placement {}
}

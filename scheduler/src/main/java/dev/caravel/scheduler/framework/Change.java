package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.PodInfo;
import java.util.Optional;

/** The object of a cluster event, before and after; before is absent when added, after when deleted. */
public sealed interface Change {
    record OfNode(Optional<NodeFacts> before, Optional<NodeFacts> after) implements Change {}

    record OfPod(Optional<PodInfo> before, Optional<PodInfo> after) implements Change {}

    static OfNode node(NodeFacts before, NodeFacts after) {
        return new OfNode(Optional.ofNullable(before), Optional.ofNullable(after));
    }

    static OfPod pod(PodInfo before, PodInfo after) {
        return new OfPod(Optional.ofNullable(before), Optional.ofNullable(after));
    }
}

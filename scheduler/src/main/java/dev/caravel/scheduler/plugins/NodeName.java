package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.Status;
import java.util.List;
import java.util.Set;

/** Keeps a pod that names its node off all others. */
public final class NodeName implements FilterPlugin {
    private final Status otherNode = Status.unresolvable(name(), "node(s) didn't match the requested node name");

    @Override
    public String name() {
        return "NodeName";
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        return !pod.isAssigned() || pod.nodeName().equals(node.name()) ? Status.SUCCESS : otherNode;
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return List.of(QueueingHint.onNode(Set.of(EventAction.ADD), (pod, change) -> true));
    }
}

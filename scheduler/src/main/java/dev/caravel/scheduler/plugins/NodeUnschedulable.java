package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.Taint;
import dev.caravel.scheduler.cluster.Toleration;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.Status;
import java.util.List;
import java.util.Set;

/** Keeps pods off cordoned nodes, unless they tolerate the taint that stands for it. */
public final class NodeUnschedulable implements FilterPlugin {
    private static final Taint CORDONED = new Taint("node.kubernetes.io/unschedulable", "", Taint.NO_SCHEDULE);

    private final Status cordoned = Status.unresolvable(name(), "node(s) were unschedulable");

    @Override
    public String name() {
        return "NodeUnschedulable";
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        return !node.facts().unschedulable() || tolerates(pod) ? Status.SUCCESS : cordoned;
    }

    private static boolean tolerates(PodInfo pod) {
        return Toleration.anyTolerates(pod.tolerations(), CORDONED);
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return List.of(
                QueueingHint.onNode(
                        Set.of(EventAction.ADD, EventAction.UPDATE_NODE_TAINT),
                        (pod, change) -> becameSchedulable(change)),
                QueueingHint.onPod(Set.of(EventAction.UPDATE_POD_TOLERATION), (pod, change) -> change.after()
                        .filter(pod::isSamePodAs)
                        .filter(NodeUnschedulable::tolerates)
                        .isPresent()));
    }

    private static boolean becameSchedulable(Change.OfNode change) {
        boolean wasCordoned = change.before().map(node -> node.unschedulable()).orElse(true);
        return wasCordoned
                && change.after().filter(node -> !node.unschedulable()).isPresent();
    }
}

package dev.caravel.scheduler.watch;

import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.framework.ClusterEvent;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.EventResource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Says in what ways, of interest to scheduling, a node has changed; none for a heartbeat. */
final class NodeChanges {
    private NodeChanges() {}

    static List<ClusterEvent> between(NodeFacts before, NodeFacts after) {
        Set<EventAction> actions = EnumSet.noneOf(EventAction.class);
        if (before.unschedulable() && !after.unschedulable() || !before.taints().equals(after.taints())) {
            actions.add(EventAction.UPDATE_NODE_TAINT);
        }
        if (!before.allocatable().equals(after.allocatable()) || before.allowedPods() != after.allowedPods()) {
            actions.add(EventAction.UPDATE_NODE_ALLOCATABLE);
        }
        if (!before.labels().equals(after.labels())) {
            actions.add(EventAction.UPDATE_NODE_LABEL);
        }
        if (!before.conditions().equals(after.conditions())) {
            actions.add(EventAction.UPDATE_NODE_CONDITION);
        }
        if (!before.annotations().equals(after.annotations())) {
            actions.add(EventAction.UPDATE_NODE_ANNOTATION);
        }
        return actions.stream()
                .map(action -> new ClusterEvent(EventResource.NODE, action))
                .toList();
    }
}

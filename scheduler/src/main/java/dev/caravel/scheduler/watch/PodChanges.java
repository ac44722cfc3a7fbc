package dev.caravel.scheduler.watch;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.Resources;
import dev.caravel.scheduler.framework.ClusterEvent;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.EventResource;
import java.util.ArrayList;
import java.util.List;

/** Says in what way, of interest to scheduling, a pod has changed. */
final class PodChanges {
    private PodChanges() {}

    /** At least one event: a plain update when nothing finer can be said. */
    static List<ClusterEvent> between(PodInfo before, PodInfo after) {
        EventResource resource = after.isAssigned() ? EventResource.ASSIGNED_POD : EventResource.UNSCHEDULED_POD;
        List<EventAction> actions = new ArrayList<>();
        if (!before.labels().equals(after.labels())) {
            actions.add(EventAction.UPDATE_POD_LABEL);
        }
        if (asksForLess(before.requests().effective(), after.requests().effective())) {
            actions.add(EventAction.UPDATE_POD_SCALE_DOWN);
        }
        if (!before.schedulingGates().isEmpty() && after.schedulingGates().isEmpty()) {
            actions.add(EventAction.UPDATE_POD_SCHEDULING_GATES_ELIMINATED);
        }
        if (before.tolerations().size() != after.tolerations().size()) {
            actions.add(EventAction.UPDATE_POD_TOLERATION);
        }
        if (actions.isEmpty()) {
            actions.add(EventAction.UPDATE);
        }
        return actions.stream()
                .map(action -> new ClusterEvent(resource, action))
                .toList();
    }

    private static boolean asksForLess(Resources before, Resources after) {
        for (int place = 0; place < before.places(); place++) {
            if (before.get(place) > after.get(place)) {
                return true;
            }
        }
        return false;
    }
}

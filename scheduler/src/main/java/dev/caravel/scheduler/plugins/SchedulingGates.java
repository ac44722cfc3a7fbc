package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.PreEnqueuePlugin;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.Status;
import java.util.List;
import java.util.Set;

/** Keeps a pod out of the queue while its {@code spec.schedulingGates} is not empty (KEP-3521). */
public final class SchedulingGates implements PreEnqueuePlugin {
    @Override
    public String name() {
        return "SchedulingGates";
    }

    @Override
    public Status preEnqueue(PodInfo pod) {
        return pod.schedulingGates().isEmpty()
                ? Status.SUCCESS
                : Status.unresolvable(
                        name(), "waiting for scheduling gates: [" + String.join(" ", pod.schedulingGates()) + "]");
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return List.of(QueueingHint.onPod(
                Set.of(EventAction.UPDATE_POD_SCHEDULING_GATES_ELIMINATED),
                (pod, change) -> change.after().filter(pod::isSamePodAs).isPresent()));
    }
}

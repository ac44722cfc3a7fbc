package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.PodInfo;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which events may make a rejected pod schedulable (KEP-4247).
 *
 * @param mayHelp whether this very change is worth another try of that pod; called with the queue locked
 */
public record QueueingHint(EventResource resource, Set<EventAction> actions, BiPredicate<PodInfo, Change> mayHelp) {

    /** A hint for nodes. */
    public static QueueingHint onNode(Set<EventAction> actions, BiPredicate<PodInfo, Change.OfNode> mayHelp) {
        return new QueueingHint(
                EventResource.NODE,
                actions,
                (pod, change) -> !(change instanceof Change.OfNode node) || mayHelp.test(pod, node));
    }

    /** A hint for pods, both others and the rejected one itself. */
    public static QueueingHint onPod(Set<EventAction> actions, BiPredicate<PodInfo, Change.OfPod> mayHelp) {
        return new QueueingHint(
                EventResource.POD,
                actions,
                (pod, change) -> !(change instanceof Change.OfPod other) || mayHelp.test(pod, other));
    }

    public boolean concerns(ClusterEvent event) {
        return resource.includes(event.resource()) && actions.contains(event.action());
    }
}

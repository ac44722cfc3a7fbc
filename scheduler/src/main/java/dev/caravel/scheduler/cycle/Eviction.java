package dev.caravel.scheduler.cycle;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.queue.NominatedPods;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes the pods that must make room for another. Blocks. */
final class Eviction {
    private static final Logger log = Logger.getLogger(Eviction.class);

    private final PodApi api;
    private final PodEvents events;
    private final NominatedPods nominated;

    Eviction(PodApi api, PodEvents events, NominatedPods nominated) {
        this.api = requireNonNull(api, "api is null");
        this.events = requireNonNull(events, "events is null");
        this.nominated = requireNonNull(nominated, "nominated is null");
    }

    /** @throws RuntimeException when a victim could not be deleted */
    void evict(List<PodInfo> victims, PodInfo preemptor, String node) {
        withdrawLesserNominations(preemptor, node);
        for (PodInfo victim : victims) {
            if (!victim.deleting()) {
                api.preempt(victim, preemptor.schedulerName() + ": preempting to accommodate a higher priority pod");
                log.infof("Pod %s preempted pod %s on node %s", preemptor.key(), victim.key(), node);
                events.preempted(victim, preemptor, node);
            }
        }
    }

    /** The room is for the preemptor now: pods of lower priority that waited for it had better look elsewhere. */
    private void withdrawLesserNominations(PodInfo preemptor, String node) {
        for (PodInfo other : nominated.on(node)) {
            if (other.priority() < preemptor.priority()) {
                nominated.remove(other.uid());
                api.withdrawNomination(other);
            }
        }
    }
}

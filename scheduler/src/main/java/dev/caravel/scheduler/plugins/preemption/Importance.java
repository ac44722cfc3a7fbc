package dev.caravel.scheduler.plugins.preemption;

import dev.caravel.scheduler.cluster.PodInfo;
import java.time.Instant;
import java.util.Comparator;

/** Which of two pods had better stay. */
final class Importance {
    /** The most important first: by priority, then by how long they have run. */
    static final Comparator<PodInfo> ORDER =
            Comparator.comparingInt(PodInfo::priority).reversed().thenComparing(Importance::startTime);

    private Importance() {}

    /** When the pod started; a pod that has not counts as starting last. */
    static Instant startTime(PodInfo pod) {
        String time = pod.object().getStatus() == null
                ? null
                : pod.object().getStatus().getStartTime();
        return time == null ? Instant.MAX : Instant.parse(time);
    }
}

package dev.caravel.scheduler.cycle;

import dev.caravel.scheduler.cluster.PodInfo;

/** The events that people read about a pod's scheduling. Does not block. */
public interface PodEvents {
    void scheduled(PodInfo pod, String node);

    void failedScheduling(PodInfo pod, String message);

    void preempted(PodInfo victim, PodInfo preemptor, String node);
}

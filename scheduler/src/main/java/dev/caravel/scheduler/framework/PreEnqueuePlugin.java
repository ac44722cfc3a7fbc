package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.PodInfo;

/** Decides whether a pod may enter the active queue at all. */
public interface PreEnqueuePlugin extends Plugin {
    /** Called with the queue locked: must be quick. */
    Status preEnqueue(PodInfo pod);
}

package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.queue.QueuedPod;

/** Orders the active queue; a profile has exactly one, the same in all profiles. */
public interface QueueSortPlugin extends Plugin {
    /** Negative when {@code first} is to be scheduled before {@code second}. */
    int compare(QueuedPod first, QueuedPod second);
}

package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.framework.QueueSortPlugin;
import dev.caravel.scheduler.queue.QueuedPod;

/** Schedules pods of higher priority first, and those that have waited longest first among equals. */
public final class PrioritySort implements QueueSortPlugin {
    @Override
    public String name() {
        return "PrioritySort";
    }

    @Override
    public int compare(QueuedPod first, QueuedPod second) {
        int byPriority = Integer.compare(second.pod().priority(), first.pod().priority());
        return byPriority != 0 ? byPriority : first.timestamp().compareTo(second.timestamp());
    }
}

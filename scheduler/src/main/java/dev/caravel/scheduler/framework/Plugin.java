package dev.caravel.scheduler.framework;

import java.util.List;

/** Something that takes part in scheduling at one or more extension points (KEP-624). */
public interface Plugin {
    /** As in KubeSchedulerConfiguration. */
    String name();

    /** What may make a pod schedulable that this plugin rejected. */
    default List<QueueingHint> queueingHints() {
        return List.of();
    }
}

package dev.caravel.scheduler.queue;

import java.time.Duration;

/**
 * @param longestUnschedulable after which a pod is tried again although nothing happened that might help it
 */
public record QueueSettings(Duration initialBackoff, Duration maximumBackoff, Duration longestUnschedulable) {
    public static final QueueSettings DEFAULT =
            new QueueSettings(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(5));
}

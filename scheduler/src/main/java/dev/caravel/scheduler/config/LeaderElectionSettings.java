package dev.caravel.scheduler.config;

import java.time.Duration;

/** Which Lease makes one of several schedulers the active one, and its timing. */
public record LeaderElectionSettings(
        boolean enabled,
        String namespace,
        String name,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod) {
    public static final LeaderElectionSettings DEFAULT = new LeaderElectionSettings(
            true,
            "kube-system",
            "kube-scheduler",
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2));
}

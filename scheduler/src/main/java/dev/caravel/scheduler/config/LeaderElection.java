package dev.caravel.scheduler.config;

import dev.caravel.machinery.leaderelection.ElectionSettings;
import java.time.Duration;

/** Whether one of several schedulers is to be elected, and by which Lease. */
public record LeaderElection(boolean enabled, ElectionSettings settings) {
    static final LeaderElection DEFAULT = new LeaderElection(
            true,
            new ElectionSettings(
                    "kube-system",
                    "kube-scheduler",
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2)));
}

package dev.caravel.machinery.leaderelection;

import java.time.Duration;

/** The lease to lead by, and its times. */
public record ElectionSettings(
        String namespace, String name, Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {
    public ElectionSettings {
        if (leaseDuration.compareTo(renewDeadline) <= 0) {
            throw new IllegalArgumentException("leaseDuration must be greater than renewDeadline");
        }
        if (renewDeadline.compareTo(retryPeriod) <= 0) {
            throw new IllegalArgumentException("renewDeadline must be greater than retryPeriod");
        }
    }
}

package dev.caravel.proxy.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the kernel has what the API asks for: unhealthy when a change has waited for longer than the limit.
 * Thread-safe.
 */
public final class ProxyHealth {
    /** Upstream's: twice its sync period of 30 s, and a sync missed. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Clock clock;
    private Instant pendingSince;
    private Instant updated;
    private boolean nodeEligible = true;

    public ProxyHealth(Clock clock) {
        this.clock = clock;
    }

    /** A change has come that the kernel does not have yet. */
    public synchronized void changed() {
        if (pendingSince == null) {
            pendingSince = clock.instant();
        }
    }

    /** The kernel has all changes that had come when the sync began. */
    public synchronized void synced() {
        pendingSince = null;
        updated = clock.instant();
    }

    /** A node that is being deleted should get no more load balancer traffic (KEP-3836). */
    public synchronized void nodeEligible(boolean eligible) {
        nodeEligible = eligible;
    }

    /** For {@code /livez}. */
    public synchronized boolean live() {
        return updated != null
                && (pendingSince == null
                        || Duration.between(pendingSince, clock.instant()).compareTo(LIMIT) < 0);
    }

    /** For {@code /healthz}. */
    public synchronized boolean healthy() {
        return nodeEligible && live();
    }

    /** Upstream's body. */
    public synchronized String json() {
        return "{\"lastUpdated\": \"%s\",\"currentTime\": \"%s\", \"nodeEligible\": %s}"
                .formatted(updated == null ? "" : updated, clock.instant(), nodeEligible);
    }
}

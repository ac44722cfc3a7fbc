package dev.caravel.machinery.reconcile;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;

/** A bucket of permits, filled at a steady rate up to its burst. Thread-safe. */
public final class TokenBucket {
    private final double perSecond;
    private final int burst;
    private final InstantSource clock;

    private double permits;
    private long filledAt;

    public TokenBucket(double perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = requireNonNull(clock, "clock is null");
        this.permits = burst;
        this.filledAt = clock.millis();
    }

    /** Takes a permit, from the future if need be; returns how long until it is there. */
    public synchronized Duration reserve() {
        fill();
        permits -= 1;
        return permits >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-permits / perSecond * 1e9));
    }

    /** Takes a permit if one is there now. */
    public synchronized boolean tryTake() {
        fill();
        if (permits < 1) {
            return false;
        }
        permits -= 1;
        return true;
    }

    private void fill() {
        long now = clock.millis();
        permits = Math.min(burst, permits + Math.max(0, now - filledAt) / 1000.0 * perSecond);
        filledAt = now;
    }
}

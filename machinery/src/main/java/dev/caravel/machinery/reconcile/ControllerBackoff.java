package dev.caravel.machinery.reconcile;

import java.time.Duration;
import java.time.InstantSource;

/** The back-off that upstream's controllers have by default: the longer of a key's own and that of a bucket for all keys. */
public final class ControllerBackoff<K> implements Backoff<K> {
    private static final Duration BASE = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofSeconds(1000);
    private static final double OVERALL_PER_SECOND = 10;
    private static final int OVERALL_BURST = 100;

    private final Backoff<K> perKey = new ExponentialBackoff<>(BASE, LIMIT);
    private final TokenBucket overall;

    public ControllerBackoff(InstantSource clock) {
        overall = new TokenBucket(OVERALL_PER_SECOND, OVERALL_BURST, clock);
    }

    @Override
    public Duration next(K key) {
        Duration own = perKey.next(key);
        Duration shared = overall.reserve();
        return own.compareTo(shared) >= 0 ? own : shared;
    }

    @Override
    public void forget(K key) {
        perKey.forget(key);
    }

    @Override
    public int retries(K key) {
        return perKey.retries(key);
    }
}

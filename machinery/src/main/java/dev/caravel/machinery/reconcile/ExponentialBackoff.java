package dev.caravel.machinery.reconcile;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A delay per key that doubles with each try, up to a limit. */
public final class ExponentialBackoff<K> implements Backoff<K> {
    /** Beyond this the delay would overflow; every sensible limit is reached long before. */
    private static final int MAX_DOUBLINGS = 40;

    private final Duration base;
    private final Duration limit;
    private final Map<K, Integer> tries = new ConcurrentHashMap<>();

    public ExponentialBackoff(Duration base, Duration limit) {
        this.base = requireNonNull(base, "base is null");
        this.limit = requireNonNull(limit, "limit is null");
    }

    @Override
    public Duration next(K key) {
        int before = tries.merge(key, 1, Integer::sum) - 1;
        Duration delay = base.multipliedBy(1L << Math.min(before, MAX_DOUBLINGS));
        return delay.compareTo(limit) < 0 ? delay : limit;
    }

    @Override
    public void forget(K key) {
        tries.remove(key);
    }

    @Override
    public int retries(K key) {
        return tries.getOrDefault(key, 0);
    }
}

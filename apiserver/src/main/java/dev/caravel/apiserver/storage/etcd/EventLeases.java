package dev.caravel.apiserver.storage.etcd;

import io.etcd.jetcd.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Leases for keys that expire, one shared by all keys of the same lifetime written within a minute: a lease per event would
 * be the larger part of etcd's memory. Thread-safe.
 */
final class EventLeases {
    private static final Duration SHARED_FOR = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private record Granted(long id, Instant until) {}

    private final Lease leases;
    private final Map<Long, Granted> byTtl = new HashMap<>();

    EventLeases(Lease leases) {
        this.leases = leases;
    }

    /** A lease that lasts for {@code ttlSeconds}, or up to a minute longer. */
    synchronized long lease(long ttlSeconds) {
        Granted granted = byTtl.get(ttlSeconds);
        if (granted == null || Instant.now().isAfter(granted.until())) {
            granted = new Granted(
                    grant(ttlSeconds + SHARED_FOR.toSeconds()), Instant.now().plus(SHARED_FOR));
            byTtl.put(ttlSeconds, granted);
        }
        return granted.id();
    }

    private long grant(long ttlSeconds) {
        try {
            return leases.grant(ttlSeconds)
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .getID();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new dev.caravel.apiserver.storage.Storage.StorageException("interrupted while waiting for etcd", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new dev.caravel.apiserver.storage.Storage.StorageException("etcd granted no lease", e);
        }
    }
}

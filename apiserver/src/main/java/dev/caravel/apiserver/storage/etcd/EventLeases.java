package dev.caravel.apiserver.storage.etcd;

import dev.caravel.apiserver.storage.Storage.StorageException;
import io.etcd.jetcd.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Leases for keys that expire, each shared by keys of the same lifetime that are written shortly after one another: a lease per
 * event would be the larger part of etcd's memory. Thread-safe.
 */
final class EventLeases {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Upstream's: what ends at once must not become too much for etcd. */
    private static final int MOST_KEYS = 1_000;
    /** Upstream's: no key outlives its time by more than a twentieth of it. */
    private static final int LEAST_FRACTION = 20;

    /** @param until the last moment at which another key may be given it */
    private record Shared(long id, Instant until, int keys) {
        boolean canTake(Instant now) {
            return now.isBefore(until) && keys < MOST_KEYS;
        }

        Shared oneMore() {
            return new Shared(id, until, keys + 1);
        }
    }

    private final Lease leases;
    private final Duration reuse;
    private final Clock clock;
    private final Map<Long, Shared> byTtl = new HashMap<>();

    /** @param reuse how long at most a lease is given to further keys */
    EventLeases(Lease leases, Duration reuse, Clock clock) {
        this.leases = leases;
        this.reuse = reuse;
        this.clock = clock;
    }

    /** A lease that lasts for {@code ttlSeconds}, or a little longer. */
    synchronized long lease(long ttlSeconds) {
        Instant now = clock.instant();
        Shared shared = byTtl.get(ttlSeconds);
        if (shared == null || !shared.canTake(now)) {
            long extra = Math.min(reuse.toSeconds(), ttlSeconds / LEAST_FRACTION);
            shared = new Shared(grant(ttlSeconds + extra), now.plusSeconds(extra), 0);
        }
        byTtl.put(ttlSeconds, shared.oneMore());
        return shared.id();
    }

    private long grant(long ttlSeconds) {
        try {
            return leases.grant(ttlSeconds)
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .getID();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for etcd", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StorageException("etcd granted no lease", e);
        }
    }
}

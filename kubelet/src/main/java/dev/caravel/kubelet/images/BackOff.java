package dev.caravel.kubelet.images;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Doubling delays per key, as Kubernetes has them for image pulls and container restarts: the first failure costs the base
 * delay, and a key at peace for twice the limit starts anew. Thread-safe.
 */
public final class BackOff {
    private final Duration base;
    private final Duration limit;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Duration delay, Instant since) {}

    public BackOff(Duration base, Duration limit) {
        this.base = requireNonNull(base, "base is null");
        this.limit = requireNonNull(limit, "limit is null");
    }

    /** Counts one more failure at {@code now}. */
    public void next(String key, Instant now) {
        entries.compute(key, (_, old) -> {
            if (old == null || old.since().plus(limit.multipliedBy(2)).isBefore(now)) {
                return new Entry(base, now);
            }
            Duration doubled = old.delay().multipliedBy(2);
            return new Entry(doubled.compareTo(limit) < 0 ? doubled : limit, now);
        });
    }

    /** The delay that holds for the key, if it has failed. */
    public Optional<Duration> delay(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::delay);
    }

    /** When the delay is over that began with the last failure. */
    public Optional<Instant> until(String key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> entry.since().plus(entry.delay()));
    }

    /** When the delay is over that began with an event of the key's, as long as it is not long past. */
    public Optional<Instant> until(String key, Instant event) {
        Entry entry = entries.get(key);
        if (entry == null || entry.since().plus(limit.multipliedBy(2)).isBefore(event)) {
            return Optional.empty();
        }
        return Optional.of(event.plus(entry.delay()));
    }

    public void forgetPrefix(String prefix) {
        entries.keySet().removeIf(key -> key.startsWith(prefix));
    }
}

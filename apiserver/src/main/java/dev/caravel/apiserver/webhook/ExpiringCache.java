package dev.caravel.apiserver.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers that hold for a while; the one not asked for longest makes room for others. Thread-safe. */
public final class ExpiringCache<V> {
    private record Held<V>(V value, Instant end) {}

    private final Map<String, Held<V>> entries;
    private final Clock clock;

    public ExpiringCache(int capacity, Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Held<V>> eldest) {
                return size() > capacity;
            }
        };
    }

    public Optional<V> get(String key) {
        synchronized (entries) {
            Held<V> entry = entries.get(key);
            if (entry == null) {
                return Optional.empty();
            }
            if (clock.instant().isBefore(entry.end())) {
                return Optional.of(entry.value());
            }
            entries.remove(key);
            return Optional.empty();
        }
    }

    /** @param time nothing is kept for none */
    public void put(String key, V value, Duration time) {
        if (time.isPositive()) {
            synchronized (entries) {
                entries.put(key, new Held<>(value, clock.instant().plus(time)));
            }
        }
    }
}

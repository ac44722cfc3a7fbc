package dev.caravel.apiserver.authentication.x509;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What was found out once, by what it was found out of; all is forgotten when it gets too much. Thread-safe. */
final class Remembered<K, V> {
    /** More clients than a large cluster has nodes. */
    private static final int CAPACITY = 8192;

    private final Map<K, V> known = new ConcurrentHashMap<>();

    Optional<V> get(K key) {
        return Optional.ofNullable(known.get(key));
    }

    void put(K key, V value) {
        requireNonNull(value, "value is null");
        if (known.size() >= CAPACITY) {
            known.clear();
        }
        known.put(key, value);
    }
}

package dev.caravel.machinery.reconcile;

import java.time.Duration;

/** Says how long a key that failed must wait. Thread-safe. */
public interface Backoff<K> {
    /** The delay for one more try of {@code key}. */
    Duration next(K key);

    /** Ends the key's back-off. */
    void forget(K key);

    /** Calls of {@link #next} for the key since it was last forgotten. */
    int retries(K key);
}

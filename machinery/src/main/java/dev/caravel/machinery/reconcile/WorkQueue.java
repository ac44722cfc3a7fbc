package dev.caravel.machinery.reconcile;

import java.time.Duration;

/**
 * A queue of keys that are waiting to be processed.
 *
 * <p>A key waits at most once however often it is added, and is never handed out while it is being processed: a key
 * added meanwhile is queued again by {@link #done}. Thread-safe.
 */
public interface WorkQueue<K> extends AutoCloseable {
    /** Adds a key; does nothing if it already waits. */
    void add(K key);

    /** Adds a key once {@code delay} has passed; the earliest of several delays counts. */
    void addAfter(K key, Duration delay);

    /** Adds a key after its back-off, which doubles with each call until {@link #forget}. */
    void addRateLimited(K key);

    /** Ends a key's back-off. */
    void forget(K key);

    /** How often {@link #addRateLimited} was called for a key since it was last forgotten. */
    int retries(K key);

    /** Waits for a key; each must be given back by {@link #done}. Returns null when the queue is closed and empty. */
    K take() throws InterruptedException;

    void done(K key);

    /** Keys waiting now, without those that are delayed. */
    int size();

    /** Accepts no more keys; those waiting are still handed out. */
    @Override
    void close();
}

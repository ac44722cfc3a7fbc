package dev.caravel.machinery.reconcile;

/**
 * Brings one object's world to its desired state.
 *
 * <p>Level-triggered: called with a key, never with an event, and must read what is. Idempotent. Called on a virtual
 * thread, for one key at a time, for different keys concurrently; may block. Objects from informer caches are shared:
 * copy before changing.
 */
@FunctionalInterface
public interface Reconciler<K> {
    Result reconcile(K key) throws Exception;
}

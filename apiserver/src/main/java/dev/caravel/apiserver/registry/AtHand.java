package dev.caravel.apiserver.registry;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.registry.ObjectStore.Stored;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.cache.WatchCache;
import java.util.Optional;

/**
 * Objects as the watch cache has them, to be changed without asking the storage for them first. They may be older than what is
 * stored: a write tells by its comparison, everything else must ask. Thread-safe.
 */
public final class AtHand {
    private final WatchCache cache;
    private final ObjectStore store;

    public AtHand(WatchCache cache, ObjectStore store) {
        this.cache = requireNonNull(cache, "cache is null");
        this.store = requireNonNull(store, "store is null");
    }

    /** Empty when the cache does not have it, or cannot read it. */
    Optional<Stored> get(Target target) {
        try {
            return cache.get(target.resource(), store.key(target.resource(), target.namespace(), target.name()))
                    .map(object -> Stored.known(Reads.tree(target.resource(), object), object.revision()));
        } catch (UnreadableException e) {
            return Optional.empty(); // the storage's answer is the one to be told
        }
    }
}

package dev.caravel.machinery.client;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.reconcile.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Read-your-own-writes for a reconciler that creates and deletes objects which it then counts in a cache.
 *
 * <p>Created objects hold their owner back until the cache has seen them; deleted ones are known to be gone whatever the
 * cache still says. Thread-safe; used for one owner by one reconciliation at a time.
 */
public final class OwnWrites<T extends HasMetadata> {
    private final ObjectCache<T> cache;
    private final Map<ObjectKey, Long> written = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Set<String>> deleted = new ConcurrentHashMap<>();

    public OwnWrites(ObjectCache<T> cache) {
        this.cache = requireNonNull(cache, "cache is null");
    }

    /** To be called with what the API server answered to a create or an update. */
    public void wrote(ObjectKey owner, T result) {
        written.merge(owner, Long.parseLong(result.getMetadata().getResourceVersion()), Math::max);
    }

    /** To be called when the API server has accepted a deletion. */
    public void deleted(ObjectKey owner, T object) {
        deleted.computeIfAbsent(owner, _ -> ConcurrentHashMap.newKeySet())
                .add(object.getMetadata().getUid());
    }

    /** Whether the cache shows all that was written for the owner; if not, an event that is on its way will call again. */
    public boolean visible(ObjectKey owner) {
        Long version = written.get(owner);
        if (version == null) {
            return true;
        }
        return cache.hasSeen(version) && written.remove(owner, version);
    }

    /** The uids that were deleted for the owner; forgets those that {@code cached} does not show as alive any more. */
    public Set<String> deleted(ObjectKey owner, Collection<T> cached) {
        Set<String> uids = deleted.get(owner);
        if (uids == null) {
            return Set.of();
        }
        uids.retainAll(cached.stream()
                .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .map(object -> object.getMetadata().getUid())
                .collect(Collectors.toSet()));
        return new HashSet<>(uids);
    }

    /** To be called when the owner is gone. */
    public void forget(ObjectKey owner) {
        written.remove(owner);
        deleted.remove(owner);
    }
}

package dev.caravel.apiserver.storage.cache;

import java.util.Optional;

/**
 * A change to one object. Immutable.
 *
 * @param revision of the change; for a deletion, of the deletion
 * @param object the object now, or, for a deletion, as it last was with the deletion's revision
 * @param previous the object before; absent for a new one
 */
public record CacheEvent(long revision, boolean deleted, CachedObject object, Optional<CachedObject> previous) {}

package dev.caravel.apiserver.storage.cache;

import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.Storage.Delete;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Put;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The objects of one resource, and its recent past. One thread applies changes; any may read.
 */
final class ResourceCache {
    /** How many changes a watch may lie behind before it must list anew. */
    private static final int HISTORY = 2_000;

    private final Resource resource;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final NavigableMap<String, CachedObject> objects = new TreeMap<>();
    private final Deque<CacheEvent> history = new ArrayDeque<>();
    private final Set<Watcher> watchers = new CopyOnWriteArraySet<>();

    /** Keys deleted while the present objects are still being read; empty at other times. */
    private final Map<String, Long> deletedMeanwhile = new HashMap<>();

    private boolean loading;

    /** Changes up to this revision are forgotten. */
    private long forgottenRevision;

    /** @param revision the state is that of */
    ResourceCache(Resource resource, Collection<Entry> entries, long revision) {
        this.resource = resource;
        this.forgottenRevision = revision;
        entries.forEach(entry -> objects.put(
                entry.key(), ObjectEncoding.cached(resource, entry.key(), entry.value(), entry.revision())));
    }

    /** A cache that takes in changes at once, and is to be given the present objects by {@link #load}. */
    static ResourceCache loading(Resource resource) {
        ResourceCache cache = new ResourceCache(resource, List.of(), 0);
        cache.loading = true;
        return cache;
    }

    /** Takes in what was read, as far as no change that came meanwhile is newer. */
    void load(Collection<Entry> entries, long revision) {
        lock.writeLock().lock();
        try {
            for (Entry entry : entries) {
                CachedObject known = objects.get(entry.key());
                long newer =
                        Math.max(known == null ? 0 : known.revision(), deletedMeanwhile.getOrDefault(entry.key(), 0L));
                if (entry.revision() > newer) {
                    objects.put(
                            entry.key(), ObjectEncoding.cached(resource, entry.key(), entry.value(), entry.revision()));
                }
            }
            history.clear();
            forgottenRevision = Math.max(
                    revision,
                    objects.values().stream()
                            .mapToLong(CachedObject::revision)
                            .max()
                            .orElse(0));
            deletedMeanwhile.clear();
            loading = false;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The resource whose objects these are, as it was when they were read. */
    Resource resource() {
        return resource;
    }

    Optional<CachedObject> get(String key) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(objects.get(key));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The objects whose keys begin with a prefix, in order. */
    List<CachedObject> list(String prefix) {
        lock.readLock().lock();
        try {
            return new ArrayList<>(
                    objects.subMap(prefix, prefix + Character.MAX_VALUE).values());
        } finally {
            lock.readLock().unlock();
        }
    }

    int size() {
        lock.readLock().lock();
        try {
            return objects.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    int watchers() {
        return watchers.size();
    }

    void put(Put put) {
        Entry entry = put.entry();
        CachedObject object = ObjectEncoding.cached(resource, entry.key(), entry.value(), entry.revision());
        lock.writeLock().lock();
        try {
            CachedObject known = objects.get(entry.key());
            if (known != null && known.revision() >= entry.revision()) {
                return; // told twice, while the cache took its place
            }
            Optional<CachedObject> previous = Optional.ofNullable(objects.put(entry.key(), object));
            remember(new CacheEvent(entry.revision(), false, object, previous));
        } finally {
            lock.writeLock().unlock();
        }
    }

    void delete(Delete delete) {
        lock.writeLock().lock();
        try {
            CachedObject last = objects.remove(delete.key());
            if (loading) {
                deletedMeanwhile.put(delete.key(), delete.revision());
            }
            if (last != null) {
                CachedObject gone = ObjectEncoding.cached(resource, delete.key(), last.json(), delete.revision());
                remember(new CacheEvent(delete.revision(), true, gone, Optional.of(last)));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void remember(CacheEvent event) {
        history.addLast(event);
        if (history.size() > HISTORY) {
            forgottenRevision = history.removeFirst().revision();
        }
        watchers.forEach(watcher -> watcher.offer(event));
    }

    /**
     * Hands a watcher what happened after a revision, and from then on what happens.
     *
     * @throws dev.caravel.apiserver.status.ApiException Expired when that is forgotten
     */
    void watch(long afterRevision, Watcher watcher) {
        lock.writeLock().lock();
        try {
            if (afterRevision < forgottenRevision) {
                throw Statuses.expired("too old resource version: %d (%d)".formatted(afterRevision, forgottenRevision));
            }
            history.stream().filter(event -> event.revision() > afterRevision).forEach(watcher::offer);
            watchers.add(watcher);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Hands a watcher the present objects as new ones, and from then on what happens. */
    void watchFromNow(String prefix, Watcher watcher) {
        lock.writeLock().lock();
        try {
            objects.subMap(prefix, prefix + Character.MAX_VALUE)
                    .values()
                    .forEach(object ->
                            watcher.offer(new CacheEvent(object.revision(), false, object, Optional.empty())));
            watcher.present();
            watchers.add(watcher);
        } finally {
            lock.writeLock().unlock();
        }
    }

    void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Ends all watches: what happened meanwhile is not known. */
    void expireWatchers() {
        watchers.forEach(Watcher::expire);
        watchers.clear();
    }
}

package dev.caravel.apiserver.storage.cache;

import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.Storage.Delete;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Put;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.UnreadableException.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jboss.logging.Logger;

/**
 * The objects of one resource, and its recent past. One thread applies changes; any may read.
 */
final class ResourceCache {
    /** How many changes a watch may lie behind before it must list anew. */
    private static final int HISTORY = 2_000;

    private static final Logger log = Logger.getLogger(ResourceCache.class);

    private sealed interface Value {}

    private record Readable(CachedObject object) implements Value {}

    /** What no object can be made of. */
    private record Fault(long revision, UnreadableException why) implements Value {}

    private final Resource resource;
    private final Optional<StoredScan> scan;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final NavigableMap<String, CachedObject> objects = new TreeMap<>();
    private final NavigableMap<String, Fault> unreadable = new TreeMap<>();
    private final Deque<CacheEvent> history = new ArrayDeque<>();
    private final Set<Watcher> watchers = new CopyOnWriteArraySet<>();

    /** Keys deleted while the present objects are still being read; empty at other times. */
    private final Map<String, Long> deletedMeanwhile = new HashMap<>();

    private boolean loading;

    /** Changes up to this revision are forgotten. */
    private long forgottenRevision;

    /** The last change that was taken in. */
    private long changedRevision;

    /** @param revision the state is that of */
    ResourceCache(Resource resource, Collection<Entry> entries, long revision) {
        this.resource = resource;
        this.scan = StoredScan.of(resource);
        this.forgottenRevision = revision;
        fill(entries);
    }

    /** Takes in more of the state that it begins with. Keeps all processors busy. */
    void fill(Collection<Entry> entries) {
        Iterator<Value> values =
                entries.parallelStream().map(this::read).toList().iterator();
        lock.writeLock().lock();
        try {
            entries.forEach(entry -> take(entry, values.next()));
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Value read(Entry entry) {
        try {
            return new Readable(
                    scan.flatMap(it -> it.read(entry)).orElseGet(() -> ObjectEncoding.cached(resource, entry)));
        } catch (UnreadableException e) {
            return new Fault(entry.revision(), e);
        }
    }

    /** The object that was there before, if there was one that could be read. */
    private Optional<CachedObject> take(Entry entry, Value value) {
        return switch (value) {
            case Readable(CachedObject object) -> {
                unreadable.remove(entry.key());
                yield Optional.ofNullable(objects.put(entry.key(), object));
            }
            case Fault fault -> {
                Fault known = unreadable.put(entry.key(), fault);
                if (known == null || known.revision() < fault.revision()) {
                    log.error(fault.why().getMessage());
                }
                yield Optional.ofNullable(objects.remove(entry.key()));
            }
        };
    }

    private long knownRevision(String key) {
        CachedObject object = objects.get(key);
        Fault fault = unreadable.get(key);
        return object != null ? object.revision() : fault != null ? fault.revision() : 0;
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
                long newer = Math.max(knownRevision(entry.key()), deletedMeanwhile.getOrDefault(entry.key(), 0L));
                if (entry.revision() > newer) {
                    take(entry, read(entry));
                }
            }
            history.clear();
            forgottenRevision = Math.max(
                    revision,
                    objects.values().stream()
                            .mapToLong(CachedObject::revision)
                            .max()
                            .orElse(0));
            changedRevision = Math.max(changedRevision, forgottenRevision);
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

    /** @throws UnreadableException when what is there cannot be read */
    Optional<CachedObject> get(String key) {
        lock.readLock().lock();
        try {
            requireReadable(Optional.ofNullable(unreadable.get(key)));
            return Optional.ofNullable(objects.get(key));
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * The objects whose keys begin with a prefix, in order.
     *
     * @throws UnreadableException when one of them cannot be read: a list without it would pass for the whole
     */
    List<CachedObject> list(String prefix) {
        lock.readLock().lock();
        try {
            requireReadable(firstFault(prefix));
            return new ArrayList<>(
                    objects.subMap(prefix, prefix + Character.MAX_VALUE).values());
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * As {@link #list}, with the revision whose state that is: the last change may be newer than what the whole cache has reached.
     *
     * @param reached all changes up to this revision have been taken in
     */
    Snapshot snapshot(String prefix, long reached) {
        lock.readLock().lock();
        try {
            return new Snapshot(list(prefix), Math.max(reached, changedRevision));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** As {@link #snapshot}, of one object or none. */
    Snapshot snapshotOfOne(String key, long reached) {
        lock.readLock().lock();
        try {
            return new Snapshot(get(key).stream().toList(), Math.max(reached, changedRevision));
        } finally {
            lock.readLock().unlock();
        }
    }

    private static void requireReadable(Optional<Fault> fault) {
        fault.ifPresent(it -> {
            throw it.why();
        });
    }

    private Optional<Fault> firstFault(String prefix) {
        return unreadable.subMap(prefix, prefix + Character.MAX_VALUE).values().stream()
                .findFirst();
    }

    /** As {@link #list}, without the list. */
    void requireReadable(String prefix) {
        lock.readLock().lock();
        try {
            requireReadable(firstFault(prefix));
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
        Value value = read(entry);
        lock.writeLock().lock();
        try {
            if (knownRevision(entry.key()) >= entry.revision()) {
                return; // told twice, while the cache took its place
            }
            Optional<CachedObject> previous = take(entry, value);
            if (value instanceof Readable(CachedObject object)) {
                remember(new CacheEvent(entry.revision(), false, object, previous));
            } else {
                expireWatchers(); // they cannot be told what has become of the object
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    void delete(Delete delete) {
        lock.writeLock().lock();
        try {
            boolean wasUnreadable = unreadable.remove(delete.key()) != null;
            CachedObject last = objects.remove(delete.key());
            if (loading) {
                deletedMeanwhile.put(delete.key(), delete.revision());
            }
            if (last != null) {
                CachedObject gone = ObjectEncoding.deleted(resource, last, delete.revision());
                remember(new CacheEvent(delete.revision(), true, gone, Optional.of(last)));
            } else if (wasUnreadable) {
                expireWatchers(); // they may know it as it was, and cannot be shown what is gone
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void remember(CacheEvent event) {
        changedRevision = event.revision();
        history.addLast(event);
        if (history.size() > HISTORY) {
            forgottenRevision = history.removeFirst().revision();
        }
        Watcher.Changed signal = new Watcher.Changed(event);
        watchers.forEach(watcher -> watcher.offer(signal));
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
            history.stream()
                    .filter(event -> event.revision() > afterRevision)
                    .map(Watcher.Changed::new)
                    .forEach(watcher::offer);
            watchers.add(watcher);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Hands a watcher the present objects that can be read as new ones, and from then on what happens.
     *
     * @param reached all changes up to this revision have been taken in
     */
    void watchFromNow(String prefix, long reached, Watcher watcher) {
        lock.writeLock().lock();
        try {
            Collection<CachedObject> present =
                    objects.subMap(prefix, prefix + Character.MAX_VALUE).values();
            Set<String> hidden =
                    unreadable.subMap(prefix, prefix + Character.MAX_VALUE).keySet();
            watcher.begin(present, hidden, Math.max(reached, changedRevision));
            watchers.add(watcher);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Whether there are values that were encrypted otherwise than could be read. */
    boolean hasSealed() {
        lock.readLock().lock();
        try {
            return unreadable.values().stream().anyMatch(fault -> fault.why().step() == Step.TRANSFORM);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Takes in values that could not be read before and now can. Watches end if there are any, because they were not told of
     * them.
     *
     * @param reached all changes up to this revision have been taken in
     */
    void takeUnsealed(Collection<Entry> entries, long reached) {
        lock.writeLock().lock();
        try {
            List<Entry> unsealed = entries.stream()
                    .filter(entry -> entry.fault().isEmpty())
                    .filter(entry ->
                            unreadable.containsKey(entry.key()) && knownRevision(entry.key()) == entry.revision())
                    .toList();
            if (!unsealed.isEmpty()) {
                unsealed.forEach(entry -> take(entry, read(entry)));
                history.clear();
                forgottenRevision = Math.max(forgottenRevision, reached);
                expireWatchers();
            }
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

package dev.caravel.apiserver.storage.cache;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.CompactedException;
import dev.caravel.apiserver.storage.Storage.Delete;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Event;
import dev.caravel.apiserver.storage.Storage.Page;
import dev.caravel.apiserver.storage.Storage.Progress;
import dev.caravel.apiserver.storage.Storage.Put;
import dev.caravel.apiserver.storage.Storage.StorageException;
import dev.caravel.apiserver.storage.UnreadableException;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * All stored objects as encoded bytes, kept by one watch on the storage.
 *
 * <p>One watch over everything, and not one per resource, makes the cache's place in history a single revision: a read that
 * must not be stale waits until the cache has passed the storage's revision, with no progress to ask for. Thread-safe.
 */
public final class WatchCache implements AutoCloseable {
    private static final Logger log = Logger.getLogger(WatchCache.class);
    private static final int PAGE = 2_000;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Storage storage;
    private final String prefix;
    private final ResourceCatalog catalog;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /** Held while {@link #caches} is exchanged. */
    private final Object filling = new Object();

    /** Caches that take in changes, and do not answer yet. */
    private final Map<String, ResourceCache> loading = new ConcurrentHashMap<>();

    private volatile long fills;
    private volatile Map<String, ResourceCache> caches = Map.of();
    private volatile long revision;
    private volatile Cancellable watch = () -> {};
    private volatile boolean closed;

    /** @param prefix of all keys, for example {@code /registry/} */
    public WatchCache(Storage storage, String prefix, ResourceCatalog catalog) {
        this.storage = requireNonNull(storage, "storage is null");
        this.prefix = requireNonNull(prefix, "prefix is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    /** Reads everything, and follows from there. Returns when the cache can answer. */
    public void start() {
        Page first = storage.list(prefix, prefix, PAGE, 0);
        Map<String, ResourceCache> filled = new HashMap<>();
        stored().forEach((key, resource) -> filled.put(key, new ResourceCache(resource, List.of(), first.revision())));
        readOn(prefix, first, entries -> byCache(filled, entries).forEach(ResourceCache::fill));
        fill(filled, first.revision());
        follow(revision);
    }

    private static Map<ResourceCache, List<Entry>> byCache(Map<String, ResourceCache> caches, List<Entry> entries) {
        Map<ResourceCache, List<Entry>> grouped = new IdentityHashMap<>();
        for (Entry entry : entries) {
            cacheOfKey(caches, entry.key()).ifPresent(cache -> grouped.computeIfAbsent(cache, _ -> new ArrayList<>())
                    .add(entry));
        }
        return grouped;
    }

    /** The revision at which everything below a prefix was read. */
    private long readAll(String below, List<Entry> entries) {
        Page first = storage.list(below, below, PAGE, 0);
        readOn(below, first, entries::addAll);
        return first.revision();
    }

    /** Hands out a first page and all that follow it, each while the next is on its way. */
    private void readOn(String below, Page first, Consumer<List<Entry>> reader) {
        Page page = first;
        while (page.more()) {
            String start = page.entries().getLast().key() + "\0";
            CompletableFuture<Page> next = CompletableFuture.supplyAsync(
                    () -> storage.list(below, start, PAGE, first.revision()), Thread::startVirtualThread);
            reader.accept(page.entries());
            page = arrived(next);
        }
        reader.accept(page.entries());
    }

    private static Page arrived(CompletableFuture<Page> page) {
        try {
            return page.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /**
     * Keeps the objects of a resource that was not there before, or has another schema than it had: watches of that end.
     * Returns when the cache can answer for it; until then it answers as before.
     */
    public void add(Resource stored) {
        String key = keyPrefix(stored);
        while (true) {
            long generation = fills;
            ResourceCache cache = ResourceCache.loading(stored);
            loading.put(key, cache);
            List<Entry> entries = new ArrayList<>();
            long at = readAll(key, entries);
            cache.load(entries, at);
            awaitUninterruptibly(at);
            synchronized (filling) {
                if (generation == fills) {
                    replace(key, Optional.of(cache)).ifPresent(ResourceCache::expireWatchers);
                    loading.remove(key, cache);
                    return;
                }
            }
        }
    }

    /** Tries again to read what could not be decrypted. To be called when there are other keys than before. */
    public void readSealed() {
        caches.forEach((key, cache) -> {
            if (cache.hasSealed()) {
                List<Entry> entries = new ArrayList<>();
                cache.takeUnsealed(entries, Math.max(readAll(key, entries), revision));
            }
        });
    }

    /** A list may tell no older revision than watches can begin at. */
    private void awaitUninterruptibly(long wanted) {
        lock.lock();
        try {
            while (revision < wanted && !closed) {
                moved.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the objects of a resource; watches of it end. */
    public void remove(Resource stored) {
        synchronized (filling) {
            replace(keyPrefix(stored), Optional.empty()).ifPresent(ResourceCache::expireWatchers);
        }
    }

    private Optional<ResourceCache> replace(String key, Optional<ResourceCache> cache) {
        Map<String, ResourceCache> changed = new HashMap<>(caches);
        Optional<ResourceCache> old = Optional.ofNullable(changed.remove(key));
        cache.ifPresent(it -> changed.put(key, it));
        caches = Map.copyOf(changed);
        return old;
    }

    private void fill(Map<String, ResourceCache> filled, long at) {
        synchronized (filling) {
            fills++;
            Map<String, ResourceCache> current = new HashMap<>();
            stored().forEach((key, resource) -> {
                ResourceCache cache = filled.get(key);
                current.put(key, cache != null && cache.resource() == resource ? cache : readLate(key, resource, at));
            });
            Map<String, ResourceCache> old = caches;
            caches = Map.copyOf(current);
            old.values().forEach(ResourceCache::expireWatchers);
            moveTo(at);
        }
    }

    /** Of a resource that has come, or changed, while everything was read. */
    private ResourceCache readLate(String key, Resource resource, long at) {
        ResourceCache cache = new ResourceCache(resource, List.of(), at);
        readOn(key, storage.list(key, key, PAGE, at), cache::fill);
        return cache;
    }

    /** What is kept, by where its keys begin. */
    private Map<String, Resource> stored() {
        Map<String, Resource> resources = new HashMap<>();
        for (Resource resource : catalog.all()) {
            if (isStored(resource)) {
                resources.computeIfAbsent(
                        keyPrefix(resource),
                        _ -> catalog.find(resource.id().groupResource()).orElse(resource));
            }
        }
        return resources;
    }

    private static boolean isStored(Resource resource) {
        return !resource.definition().storagePrefix().isEmpty();
    }

    /** Where a resource's keys begin, with the slash at the end. */
    public String keyPrefix(Resource resource) {
        return prefix + resource.definition().storagePrefix() + "/";
    }

    private void follow(long after) {
        watch = storage.watch(prefix, after).subscribe().with(this::apply, this::lost, () -> lost(null));
    }

    private void apply(Event event) {
        try {
            switch (event) {
                case Put put -> cachesOfKey(put.entry().key()).forEach(cache -> cache.put(put));
                case Delete delete -> cachesOfKey(delete.key()).forEach(cache -> cache.delete(delete));
                case Progress _ -> {}
            }
        } catch (RuntimeException e) {
            // One object that cannot be read must not stop all others.
            log.errorf(e, "cannot take in a change at revision %d", event.revision());
        }
        moveTo(event.revision());
    }

    private Stream<ResourceCache> cachesOfKey(String key) {
        return Stream.of(caches, loading)
                .flatMap(some -> cacheOfKey(some, key).stream())
                .distinct();
    }

    private static Optional<ResourceCache> cacheOfKey(Map<String, ResourceCache> caches, String key) {
        for (int slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
            ResourceCache cache = caches.get(key.substring(0, slash + 1));
            if (cache != null) {
                return Optional.of(cache);
            }
        }
        return Optional.empty();
    }

    /** The storage ended the watch: after a compaction, or because the member died that it was on. */
    private void lost(Throwable failure) {
        if (closed) {
            return;
        }
        boolean mayResume =
                failure == null || (failure instanceof StorageException && !(failure instanceof CompactedException));
        log.warnf("the watch on the storage ended at revision %d: %s", revision, failure);
        Thread.startVirtualThread(() -> {
            // The pause comes first: a member that ends each watch at once must not be asked again without end.
            for (Duration pause = SHORTEST_PAUSE; !closed && pause(pause); pause = longer(pause)) {
                try {
                    goOn(mayResume);
                    return;
                } catch (RuntimeException e) {
                    log.warnf("cannot read the storage: %s", e.getMessage());
                }
            }
        });
    }

    /**
     * What happened since is told by a watch from the revision that the cache has reached: nobody who watches notices. Not by
     * a storage that lies behind that revision, having been exchanged for a backup: it would have other changes to tell.
     *
     * <p>That revision is told again, for it may be of several changes (a lease that ended), of which the watch lost some.
     * What is told twice is taken in once.
     */
    private void goOn(boolean mayResume) {
        if (mayResume && storage.currentRevision() >= revision) {
            follow(Math.max(0, revision - 1));
        } else {
            log.warn("reading everything anew from the storage");
            start();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private static boolean pause(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void moveTo(long to) {
        lock.lock();
        try {
            if (to > revision) {
                revision = to;
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The revision that the cache has reached: what it answers is that state, or a later one. */
    public long revision() {
        return revision;
    }

    /** Waits until the cache has reached a revision; false when it does not in time. */
    public boolean await(long wanted, Duration patience) throws InterruptedException {
        long remaining = patience.toNanos();
        lock.lock();
        try {
            while (revision < wanted && remaining > 0) {
                remaining = moved.awaitNanos(remaining);
            }
            return revision >= wanted;
        } finally {
            lock.unlock();
        }
    }

    /** @throws UnreadableException when what is there cannot be read */
    public Optional<CachedObject> get(Resource resource, String key) {
        return cache(resource).get(key);
    }

    /** @throws UnreadableException when one of the objects cannot be read: a list without it would pass for the whole */
    public List<CachedObject> list(Resource resource, String keyPrefix) {
        return cache(resource).list(keyPrefix);
    }

    /** As {@link #list}, and of which revision that is. */
    public Snapshot snapshot(Resource resource, String keyPrefix) {
        long reached = revision;
        return cache(resource).snapshot(keyPrefix, reached);
    }

    /** As {@link #snapshot}, of one object or none. */
    public Snapshot snapshotOfOne(Resource resource, String key) {
        long reached = revision;
        return cache(resource).snapshotOfOne(key, reached);
    }

    /** @throws UnreadableException when {@link #list} would throw it */
    public void requireReadable(Resource resource, String keyPrefix) {
        cache(resource).requireReadable(keyPrefix);
    }

    /** How many objects there are; 0 for what is not stored. */
    public int size(Resource resource) {
        ResourceCache cache = caches.get(keyPrefix(resource));
        return cache == null ? 0 : cache.size();
    }

    /** How many are watching; 0 for what is not stored. */
    public int watchers(Resource resource) {
        ResourceCache cache = caches.get(keyPrefix(resource));
        return cache == null ? 0 : cache.watchers();
    }

    /** See {@link ResourceCache#watch}. */
    public Watcher watch(Resource resource, long afterRevision) {
        Watcher watcher = new Watcher();
        ResourceCache cache = cache(resource);
        cache.watch(afterRevision, watcher);
        return following(resource, cache, watcher);
    }

    /** Another cache may have taken the place of the one that the watcher follows, before it did. */
    private Watcher following(Resource resource, ResourceCache cache, Watcher watcher) {
        if (caches.get(keyPrefix(resource)) != cache) {
            watcher.expire();
        }
        return watcher;
    }

    /** The present objects that can be read first, then {@link Watcher.Present}, then what happens. */
    public Watcher watchFromNow(Resource resource, String keyPrefix) {
        Watcher watcher = new Watcher();
        ResourceCache cache = cache(resource);
        cache.watchFromNow(keyPrefix, revision, watcher);
        return following(resource, cache, watcher);
    }

    /** Does nothing for a resource that has gone, and its watchers with it. */
    public void unwatch(Resource resource, Watcher watcher) {
        ResourceCache cache = caches.get(keyPrefix(resource));
        if (cache != null) {
            cache.unwatch(watcher);
        }
    }

    private ResourceCache cache(Resource resource) {
        ResourceCache cache = caches.get(keyPrefix(resource));
        if (cache == null) {
            throw new IllegalStateException("not in the cache: "
                    + new GroupResource(resource.id().group(), resource.id().resource()));
        }
        return cache;
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        watch.cancel();
        caches.values().forEach(ResourceCache::expireWatchers);
    }
}

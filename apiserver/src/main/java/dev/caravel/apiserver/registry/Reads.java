package dev.caravel.apiserver.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.json.WantedFields;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.CompactedException;
import dev.caravel.apiserver.storage.Storage.Page;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.cache.CachedObject;
import dev.caravel.apiserver.storage.cache.ObjectEncoding;
import dev.caravel.apiserver.storage.cache.Snapshot;
import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.apiserver.storage.cache.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The verbs get, list and watch. Thread-safe; blocks. */
public final class Reads {
    /** How long a read waits for the cache to come up to a revision; upstream's. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Upstream's, when selectors leave little of what is read. */
    private static final long LARGEST_PAGE = 10_000;

    private final Storage storage;
    private final ObjectStore store;
    private final WatchCache cache;

    public Reads(Storage storage, ObjectStore store, WatchCache cache) {
        this.storage = requireNonNull(storage, "storage is null");
        this.store = requireNonNull(store, "store is null");
        this.cache = requireNonNull(cache, "cache is null");
    }

    /** @param resourceVersion as the request gives it */
    public CachedObject get(Target target, String resourceVersion) {
        String key = store.key(target.resource(), target.namespace(), target.name());
        ListOptions version = versionOnly(resourceVersion);
        if (resourceVersion.isEmpty()) {
            awaitNewest();
        } else if (version.revision() > 0) {
            awaitRevision(version.revision());
        }
        return cache.get(target.resource(), key)
                .orElseThrow(() -> Statuses.notFound(target.groupResource(), target.name()));
    }

    private static ListOptions versionOnly(String resourceVersion) {
        ListOptions all = ListOptions.everything();
        return new ListOptions(
                all.labels(),
                all.fields(),
                resourceVersion,
                Optional.empty(),
                0,
                "",
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** Objects of a namespace, or of all when the target's is empty; with a name in the target, that one object at most. */
    public ObjectList list(Target target, ListOptions options) {
        options.requireSelectable(target.resource().definition());
        Predicate<CachedObject> selected = selected(target, options);
        String prefix = store.collectionKey(target.resource(), target.namespace());
        if (!options.continueToken().isEmpty()) {
            if (options.revision() > 0) {
                throw Statuses.badRequest("specifying resource version is not allowed when using continue");
            }
            ContinueToken token = ContinueToken.decode(options.continueToken());
            awaitRevision(token.readAt());
            return fromStorage(target.resource(), prefix, prefix + token.start(), token.readAt(), options, selected);
        }
        if (options.isExact()) {
            awaitRevision(options.revision());
            return fromStorage(target.resource(), prefix, prefix, options.revision(), options, selected);
        }
        if (options.resourceVersion().isEmpty()) {
            awaitNewest();
        } else if (options.revision() > 0) {
            awaitRevision(options.revision());
        }
        try {
            return fromCache(target, prefix, options, selected);
        } catch (UnreadableException e) {
            throw Unreadable.inList(e);
        }
    }

    private ObjectList fromCache(Target target, String prefix, ListOptions options, Predicate<CachedObject> selected) {
        Snapshot snapshot = isOfOne(target)
                ? cache.snapshotOfOne(target.resource(), prefix + target.name())
                : cache.snapshot(target.resource(), prefix);
        List<CachedObject> all = snapshot.objects();
        long revision = snapshot.revision();
        // resourceVersion=0 means whatever is at hand; upstream's cache gives all of it, whatever the limit
        boolean paged = options.limit() > 0 && !options.resourceVersion().equals("0");
        List<CachedObject> objects = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (selected.test(all.get(i))) {
                if (paged && objects.size() == options.limit()) {
                    String start = objects.getLast().key().substring(prefix.length()) + "\0";
                    return new ObjectList(
                            objects,
                            revision,
                            new ContinueToken(revision, start).encode(),
                            isCountable(options) ? all.size() - i : 0);
                }
                objects.add(all.get(i));
            }
        }
        return new ObjectList(objects, revision, "", 0);
    }

    private static boolean isCountable(ListOptions options) {
        return options.labels().isEverything() && options.fields().isEverything();
    }

    private ObjectList fromStorage(
            Resource resource,
            String prefix,
            String start,
            long revision,
            ListOptions options,
            Predicate<CachedObject> selected) {
        List<CachedObject> objects = new ArrayList<>();
        String from = start;
        long pinned = revision;
        long pageSize = options.limit();
        try {
            while (true) {
                Page page = storage.list(prefix, from, pageSize, pinned);
                pinned = page.revision();
                long left = page.entries().size() + page.remaining();
                for (Storage.Entry entry : page.entries()) {
                    left--;
                    CachedObject object = ObjectEncoding.cached(resource, entry);
                    from = entry.key() + "\0";
                    if (selected.test(object)) {
                        objects.add(object);
                    }
                    if (options.limit() > 0 && objects.size() == options.limit() && left > 0) {
                        String token = new ContinueToken(pinned, from.substring(prefix.length())).encode();
                        return new ObjectList(objects, pinned, token, isCountable(options) ? left : 0);
                    }
                }
                if (!page.more()) {
                    return new ObjectList(objects, pinned, "", 0);
                }
                pageSize = Math.min(2 * pageSize, LARGEST_PAGE);
            }
        } catch (UnreadableException e) {
            throw Unreadable.inList(e);
        } catch (CompactedException e) {
            throw options.continueToken().isEmpty()
                    ? Statuses.expired("The resourceVersion for the provided list is too old.")
                    : Statuses.expired(
                            "The provided continue parameter is too old to display a consistent list result. You can start"
                                    + " a new list without the continue parameter, or use the continue token in this response"
                                    + " to retrieve the remainder of the results. Continuing with the provided token results"
                                    + " in an inconsistent list - objects that were created, modified, or deleted between the"
                                    + " time the first chunk was returned and now may show up in the list.",
                            ContinueToken.inconsistent(from.substring(prefix.length()))
                                    .encode());
        }
    }

    static Predicate<CachedObject> selected(Target target, ListOptions options) {
        String namespace = target.namespace();
        return object -> (namespace.isEmpty() || object.namespace().equals(namespace))
                && (target.name().isEmpty() || object.name().equals(target.name()))
                && options.labels().matches(object.labels())
                && options.fields().matches(field -> field(target.resource(), object, field));
    }

    /** The fields beside a cached object are those of the stored version; another version's are those of what it makes of it. */
    private static String field(Resource resource, CachedObject object, String field) {
        boolean ofStored = !resource.custom()
                || field.startsWith("metadata.")
                || object.apiVersion().equals(resource.id().apiVersion());
        return ofStored
                ? object.field(resource.selectableSource(field))
                : resource.selectableField(tree(resource, object), field).orElse("");
    }

    /** @return to be given back by {@link #endWatch} */
    public WatchFeed watch(Target target, ListOptions options) {
        options.requireSelectable(target.resource().definition());
        Watcher watcher;
        boolean anywhere =
                options.resourceVersion().isEmpty() || options.resourceVersion().equals("0");
        if (options.resourceVersion().isEmpty()) {
            awaitNewest();
        }
        if (options.sendInitialEvents().orElse(anywhere)) {
            awaitRevision(options.revision());
            watcher = cache.watchFromNow(target.resource(), store.collectionKey(target.resource(), target.namespace()));
        } else {
            watcher = cache.watch(target.resource(), anywhere ? cache.revision() : options.revision());
        }
        return new WatchFeed(target, options, watcher, cache);
    }

    private static boolean isOfOne(Target target) {
        boolean placed =
                !target.namespace().isEmpty() || !target.resource().definition().namespaced();
        return placed && !target.name().isEmpty();
    }

    private void requireReadable(Target target, String prefix) {
        try {
            if (isOfOne(target)) {
                cache.get(target.resource(), prefix + target.name());
            } else {
                cache.requireReadable(target.resource(), prefix);
            }
        } catch (UnreadableException e) {
            throw Unreadable.inList(e);
        }
    }

    public void endWatch(WatchFeed feed) {
        cache.unwatch(feed.target().resource(), feed.watcher());
    }

    /** Waits until the cache knows all that was written before this call. */
    public void awaitNewest() {
        long newest = storage.currentRevision();
        if (cache.revision() < newest) {
            awaitRevision(newest);
        }
    }

    private void awaitRevision(long revision) {
        try {
            if (!cache.await(revision, PATIENCE)) {
                throw Statuses.tooLargeResourceVersion(revision, cache.revision());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Statuses.serviceUnavailable("the server is stopping");
        }
    }

    /** The tree of a cached object in its resource's version; the caller's own. */
    public static ObjectNode tree(Resource resource, CachedObject cached) {
        return seen(resource, JsonCodec.readStored(cached.json()));
    }

    /** As {@link #tree}, without the managed fields, which are a good part of many objects. */
    static ObjectNode unmanagedTree(Resource resource, CachedObject cached) {
        return seen(resource, JsonCodec.readStoredWithout(cached.json(), "metadata", "managedFields"));
    }

    /**
     * As {@link #tree}, of a few fields, and without defaults; the whole of an object that is stored in another version, where
     * they may have other names.
     */
    static ObjectNode part(Resource resource, CachedObject cached, WantedFields wanted) {
        return cached.apiVersion().equals(resource.id().apiVersion())
                ? wanted.readStored(cached.json())
                : unmanagedTree(resource, cached);
    }

    private static ObjectNode seen(Resource resource, ObjectNode stored) {
        ObjectNode object = resource.fromStorage(stored);
        resource.applyDefaults(object);
        return object;
    }
}

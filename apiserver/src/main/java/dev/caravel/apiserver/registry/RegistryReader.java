package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectStore.Stored;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.apiserver.storage.cache.Watcher;
import dev.caravel.apiserver.storage.cache.Watcher.Changed;
import dev.caravel.apiserver.storage.cache.Watcher.Expired;
import dev.caravel.apiserver.storage.cache.Watcher.Present;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** {@link ObjectReader} on the watch cache. */
public final class RegistryReader implements ObjectReader {
    private static final Logger log = Logger.getLogger(RegistryReader.class);
    private static final Duration FOREVER = Duration.ofDays(365);

    private final ResourceCatalog catalog;
    private final ObjectStore store;
    private final WatchCache cache;

    public RegistryReader(ResourceCatalog catalog, ObjectStore store, WatchCache cache) {
        this.catalog = catalog;
        this.store = store;
        this.cache = cache;
    }

    @Override
    public Optional<ObjectNode> get(GroupResource id, String namespace, String name) {
        Resource resource = resource(id);
        return cache.get(resource, store.key(resource, namespace, name)).map(object -> Reads.tree(resource, object));
    }

    @Override
    public Optional<ObjectNode> getLatest(GroupResource id, String namespace, String name) {
        return store.get(resource(id), namespace, name).map(Stored::object);
    }

    @Override
    public List<ObjectNode> list(GroupResource id, String namespace) {
        Resource resource = resource(id);
        return cache.list(resource, store.collectionKey(resource, namespace)).stream()
                .map(object -> Reads.tree(resource, object))
                .toList();
    }

    @Override
    public AutoCloseable watch(GroupResource id, Observer observer) {
        Resource resource = resource(id);
        Thread thread = Thread.ofVirtual().name("observe-" + id).start(() -> observe(resource, observer));
        return thread::interrupt;
    }

    private void observe(Resource resource, Observer observer) {
        Map<String, ObjectNode> known = new HashMap<>();
        try {
            while (true) {
                follow(resource, observer, known);
            }
        } catch (InterruptedException e) {
            log.debugf("no longer observing %s", resource.id());
        }
    }

    /** Returns when the cache has lost its place; then the present state is told anew. */
    private void follow(Resource resource, Observer observer, Map<String, ObjectNode> known)
            throws InterruptedException {
        Map<String, ObjectNode> before = Map.copyOf(known);
        known.clear();
        Watcher watcher = cache.watchFromNow(resource, store.collectionKey(resource, ""));
        try {
            while (true) {
                Optional<Watcher.Signal> signal = watcher.take(FOREVER);
                if (signal.isEmpty()) {
                    continue;
                }
                switch (signal.get()) {
                    case Changed changed -> {
                        String key = changed.event().object().key();
                        ObjectNode object = Reads.tree(resource, changed.event().object());
                        if (changed.event().deleted()) {
                            known.remove(key);
                            observer.deleted(object);
                        } else {
                            known.put(key, identity(object));
                            observer.set(object);
                        }
                    }
                    case Present _ -> {
                        before.forEach((key, object) -> {
                            if (!known.containsKey(key)) {
                                observer.deleted(object);
                            }
                        });
                        observer.synced();
                    }
                    case Expired _ -> {
                        return;
                    }
                }
            }
        } finally {
            cache.unwatch(resource, watcher);
        }
    }

    /** Enough to tell of a deletion that was missed. */
    private static ObjectNode identity(ObjectNode object) {
        ObjectNode identity = object.objectNode();
        identity.set("kind", object.get("kind"));
        ObjectNode metadata = identity.putObject("metadata");
        for (String field : List.of("namespace", "name", "uid")) {
            if (object.path("metadata").has(field)) {
                metadata.set(field, object.path("metadata").get(field));
            }
        }
        return identity;
    }

    private Resource resource(GroupResource id) {
        return catalog.find(id).orElseThrow(() -> new IllegalArgumentException("no such resource: " + id));
    }
}

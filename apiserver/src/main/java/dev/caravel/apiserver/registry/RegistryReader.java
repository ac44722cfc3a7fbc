package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectStore.Stored;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.storage.cache.WatchCache;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** {@link ObjectReader} on the watch cache. */
public final class RegistryReader implements ObjectReader {
    private static final Logger log = Logger.getLogger(RegistryReader.class);

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
        try {
            new Observation(cache, resource, store.collectionKey(resource, ""), observer).run();
        } catch (InterruptedException e) {
            log.debugf("no longer observing %s", resource.id());
        }
    }

    private Resource resource(GroupResource id) {
        return catalog.find(id).orElseThrow(() -> new IllegalArgumentException("no such resource: " + id));
    }
}

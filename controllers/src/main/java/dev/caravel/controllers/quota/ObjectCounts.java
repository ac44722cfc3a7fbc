package dev.caravel.controllers.quota;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.discovery.ApiDiscovery;
import dev.caravel.controllers.discovery.MetadataOnly;
import dev.caravel.controllers.discovery.ResourceType;
import dev.caravel.machinery.client.ChangeListener;
import dev.caravel.machinery.client.ObjectCache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** How many objects of any resource a namespace has. Watches only those resources that it has been asked about. */
final class ObjectCounts implements AutoCloseable {
    private static final Logger log = Logger.getLogger(ObjectCounts.class);
    private static final Duration SYNC_PATIENCE = Duration.ofSeconds(30);
    private static final String PREFIX = "count/";
    /** What quotas could count before they could count everything. */
    private static final Set<String> PLAIN =
            Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

    private final KubernetesClient metadataClient;
    private final ApiDiscovery discovery;
    private final Consumer<String> decreased;
    private final Map<ResourceType, ObjectCache<GenericKubernetesResource>> caches = new HashMap<>();
    private Map<String, ResourceType> types = Map.of();

    /** @param decreased told the namespace of every object that goes */
    ObjectCounts(KubernetesClient metadataClient, ApiDiscovery discovery, Consumer<String> decreased) {
        this.metadataClient = requireNonNull(metadataClient, "metadataClient is null");
        this.discovery = requireNonNull(discovery, "discovery is null");
        this.decreased = requireNonNull(decreased, "decreased is null");
    }

    /** Whether a name in a quota stands for the number of some objects. */
    static boolean isCount(String name) {
        return name.startsWith(PREFIX) || PLAIN.contains(name);
    }

    /** Empty when the API server serves no such resource, or not yet. */
    OptionalInt of(String name, String namespace) throws Exception {
        String resource = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        Optional<ObjectCache<GenericKubernetesResource>> cache = cache(resource);
        return cache.isPresent()
                ? OptionalInt.of(cache.get().inNamespace(namespace).size())
                : OptionalInt.empty();
    }

    private synchronized Optional<ObjectCache<GenericKubernetesResource>> cache(String groupResource) throws Exception {
        if (!types.containsKey(groupResource)) {
            rediscover();
        }
        ResourceType type = types.get(groupResource);
        if (type == null) {
            return Optional.empty();
        }
        ObjectCache<GenericKubernetesResource> cache = caches.get(type);
        if (cache == null) {
            cache = MetadataOnly.cache(metadataClient, type);
            cache.onChange(new Decrease());
            cache.start().toCompletableFuture().get(SYNC_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            caches.put(type, cache);
        }
        return Optional.of(cache);
    }

    /** Learns which resources there are, and leaves those that are gone. */
    synchronized void rediscover() {
        ApiDiscovery.Found found = discovery.preferredResources();
        found.failures().forEach((version, why) -> log.warnf("cannot discover %s: %s", version, why));
        Map<String, ResourceType> known = new HashMap<>();
        for (ResourceType type : found.resources()) {
            if (type.namespaced() && type.can("create", "list", "watch", "delete")) {
                known.put(type.groupResource(), type);
            }
        }
        types = Map.copyOf(known);
        caches.entrySet().removeIf(entry -> {
            boolean gone = !known.containsValue(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    @Override
    public synchronized void close() {
        caches.values().forEach(ObjectCache::close);
    }

    private final class Decrease implements ChangeListener<GenericKubernetesResource> {
        @Override
        public void added(GenericKubernetesResource object) {
            // The API server has charged the quota.
        }

        @Override
        public void updated(GenericKubernetesResource before, GenericKubernetesResource after) {
            // As many as before.
        }

        @Override
        public void deleted(GenericKubernetesResource last) {
            decreased.accept(last.getMetadata().getNamespace());
        }
    }
}

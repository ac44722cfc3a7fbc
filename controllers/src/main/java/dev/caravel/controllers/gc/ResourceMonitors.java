package dev.caravel.controllers.gc;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.discovery.MetadataOnly;
import dev.caravel.controllers.discovery.ResourceType;
import dev.caravel.machinery.client.ChangeListener;
import dev.caravel.machinery.client.ObjectCache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** A watch on each resource whose objects can be deleted, feeding the graph. */
final class ResourceMonitors implements AutoCloseable {
    /** Written by the thousand, owned by nobody. */
    private static final Set<String> IGNORED = Set.of("events", "events.events.k8s.io");

    private final KubernetesClient client;
    private final DependencyGraph graph;
    private final BiConsumer<ResourceType, List<Work>> queue;
    private final Map<ResourceType, ObjectCache<GenericKubernetesResource>> monitors = new HashMap<>();

    ResourceMonitors(KubernetesClient client, DependencyGraph graph, BiConsumer<ResourceType, List<Work>> queue) {
        this.client = requireNonNull(client, "client is null");
        this.graph = requireNonNull(graph, "graph is null");
        this.queue = requireNonNull(queue, "queue is null");
    }

    /** Watches what is new and leaves what is gone; the future completes when the new ones have synced. */
    synchronized CompletableFuture<Void> watch(List<ResourceType> types) {
        List<ResourceType> wanted = types.stream()
                .filter(type -> type.can("list", "watch", "delete") && !IGNORED.contains(type.groupResource()))
                .toList();
        monitors.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        List<CompletableFuture<Void>> syncing = new ArrayList<>();
        for (ResourceType type : wanted) {
            if (!monitors.containsKey(type)) {
                ObjectCache<GenericKubernetesResource> cache = cache(type);
                monitors.put(type, cache);
                syncing.add(cache.start().toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(syncing.toArray(CompletableFuture[]::new));
    }

    private ObjectCache<GenericKubernetesResource> cache(ResourceType type) {
        ObjectCache<GenericKubernetesResource> cache = MetadataOnly.cache(client, type);
        cache.onChange(new Monitor(type));
        return cache;
    }

    @Override
    public synchronized void close() {
        monitors.values().forEach(ObjectCache::close);
    }

    private final class Monitor implements ChangeListener<GenericKubernetesResource> {
        private final ResourceType type;

        private Monitor(ResourceType type) {
            this.type = type;
        }

        @Override
        public void added(GenericKubernetesResource object) {
            queue.accept(type, graph.seen(identity(object), object.getMetadata()));
        }

        @Override
        public void updated(GenericKubernetesResource before, GenericKubernetesResource after) {
            if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
                deleted(before);
            }
            added(after);
        }

        @Override
        public void deleted(GenericKubernetesResource last) {
            queue.accept(type, graph.gone(last.getMetadata().getUid()));
        }

        private ObjectIdentity identity(GenericKubernetesResource object) {
            String namespace = object.getMetadata().getNamespace();
            return new ObjectIdentity(
                    type.apiVersion(),
                    type.kind(),
                    namespace == null ? "" : namespace,
                    object.getMetadata().getName(),
                    object.getMetadata().getUid());
        }
    }
}

package dev.caravel.machinery.client;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The caches of a process: one per type, whoever asks for it, so that one watch feeds all its controllers. */
public final class ObjectCaches implements AutoCloseable {
    /** Level-triggered reconcilers on a reliable watch need no resync. */
    private static final long NO_RESYNC = 0;

    private final KubernetesClient client;
    private final Map<Class<?>, ObjectCache<?>> caches = new LinkedHashMap<>();
    private final Map<String, ObjectCache<?>> named = new LinkedHashMap<>();

    public ObjectCaches(KubernetesClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    /** The cache for a type of all namespaces; started by {@link #start}. */
    @SuppressWarnings("unchecked")
    public synchronized <T extends HasMetadata> ObjectCache<T> of(Class<T> type) {
        return (ObjectCache<T>) caches.computeIfAbsent(type, _ -> newCache(type));
    }

    /** The cache for those objects of a type that have a certain name, in any namespace. */
    @SuppressWarnings("unchecked")
    public synchronized <T extends HasMetadata> ObjectCache<T> named(Class<T> type, String name) {
        return (ObjectCache<T>) named.computeIfAbsent(
                type.getName() + "/" + name,
                _ -> new ObjectCache<>(
                        HasMetadata.getPlural(type),
                        client.resources(type)
                                .inAnyNamespace()
                                .withField("metadata.name", name)
                                .runnableInformer(NO_RESYNC)));
    }

    private <T extends HasMetadata> ObjectCache<T> newCache(Class<T> type) {
        return new ObjectCache<>(
                HasMetadata.getPlural(type),
                client.resources(type).inAnyNamespace().runnableInformer(NO_RESYNC));
    }

    /** Starts every cache asked for so far; the future completes when all have synced. */
    public synchronized CompletableFuture<Void> start() {
        return CompletableFuture.allOf(
                all().map(cache -> cache.start().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    private Stream<ObjectCache<?>> all() {
        return Stream.concat(caches.values().stream(), named.values().stream());
    }

    @Override
    public synchronized void close() {
        all().forEach(ObjectCache::close);
    }
}

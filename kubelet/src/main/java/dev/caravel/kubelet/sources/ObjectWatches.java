package dev.caravel.kubelet.sources;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Watches the configMaps and secrets of this node's pods, one watch per object: a node may see no others. Thread-safe.
 */
public final class ObjectWatches implements AutoCloseable {
    private final KubernetesClient client;
    private final Consumer<String> changed;
    private final Map<ReferencedObjects.Reference, Watched> watches = new HashMap<>();

    private record Watched(SharedIndexInformer<?> informer, Set<String> podUids) {}

    /** @param changed told the uid of each pod that refers to an object when it has changed */
    public ObjectWatches(KubernetesClient client, Consumer<String> changed) {
        this.client = requireNonNull(client, "client is null");
        this.changed = requireNonNull(changed, "changed is null");
    }

    public synchronized void add(Pod pod) {
        for (ReferencedObjects.Reference reference : ReferencedObjects.of(pod)) {
            watches.computeIfAbsent(reference, this::watch)
                    .podUids()
                    .add(pod.getMetadata().getUid());
        }
    }

    public synchronized void remove(Pod pod) {
        watches.values().removeIf(watched -> {
            watched.podUids().remove(pod.getMetadata().getUid());
            if (watched.podUids().isEmpty()) {
                watched.informer().stop();
                return true;
            }
            return false;
        });
    }

    private Watched watch(ReferencedObjects.Reference reference) {
        SharedIndexInformer<?> informer =
                switch (reference.kind()) {
                    case CONFIG_MAP ->
                        client.configMaps()
                                .inNamespace(reference.namespace())
                                .withName(reference.name())
                                .runnableInformer(0)
                                .addEventHandler(teller(reference));
                    case SECRET ->
                        client.secrets()
                                .inNamespace(reference.namespace())
                                .withName(reference.name())
                                .runnableInformer(0)
                                .addEventHandler(teller(reference));
                };
        informer.exceptionHandler((_, _) -> true);
        informer.start();
        return new Watched(informer, new HashSet<>());
    }

    private <T extends HasMetadata> ResourceEventHandler<T> teller(ReferencedObjects.Reference reference) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                tell(reference);
            }

            @Override
            public void onUpdate(T old, T fresh) {
                tell(reference);
            }

            @Override
            public void onDelete(T object, boolean unknown) {
                tell(reference);
            }
        };
    }

    private void tell(ReferencedObjects.Reference reference) {
        List<String> pods;
        synchronized (this) {
            Watched watched = watches.get(reference);
            pods = watched == null ? List.of() : new ArrayList<>(watched.podUids());
        }
        pods.forEach(changed);
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(watched -> watched.informer().stop());
        watches.clear();
    }
}

package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The workers of all pods of this node, by uid. Thread-safe. */
public final class PodWorkers implements AutoCloseable {
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private final PodServices services;
    private final Consumer<Pod> appeared;
    private final Consumer<Pod> gone;

    /**
     * @param appeared told of each pod before its worker starts
     * @param gone told of each pod when nothing of it is left
     */
    public PodWorkers(PodServices services, Consumer<Pod> appeared, Consumer<Pod> gone) {
        this.services = requireNonNull(services, "services is null");
        this.appeared = requireNonNull(appeared, "appeared is null");
        this.gone = requireNonNull(gone, "gone is null");
    }

    /** A pod that the API has, new or changed. */
    public void update(Pod pod) {
        put(pod, pod);
    }

    /**
     * A static pod.
     *
     * @param mirror its image in the API, null while there is none
     */
    public void updateStatic(Pod pod, Pod mirror) {
        put(pod, mirror);
    }

    private void put(Pod pod, Pod apiPod) {
        workers.compute(pod.getMetadata().getUid(), (_, known) -> {
            if (known == null) {
                appeared.accept(pod);
                PodWorker worker = new PodWorker(pod, apiPod, services, this::ended);
                worker.start();
                return worker;
            }
            known.update(pod);
            known.updateApiPod(apiPod);
            return known;
        });
    }

    /** The mirror of a static pod has changed; null when it is gone. */
    public void updateMirror(String uid, Pod mirror) {
        Optional.ofNullable(workers.get(uid)).ifPresent(worker -> worker.updateApiPod(mirror));
    }

    public void remove(String uid) {
        Optional.ofNullable(workers.get(uid)).ifPresent(PodWorker::remove);
    }

    public void wake(String uid) {
        Optional.ofNullable(workers.get(uid)).ifPresent(PodWorker::wake);
    }

    public void contentChanged(String uid) {
        Optional.ofNullable(workers.get(uid)).ifPresent(PodWorker::contentChanged);
    }

    public boolean has(String uid) {
        return workers.containsKey(uid);
    }

    public Optional<PodWorker> find(String namespace, String name) {
        return workers.values().stream()
                .filter(worker -> worker.pod().getMetadata().getNamespace().equals(namespace)
                        && worker.pod().getMetadata().getName().equals(name))
                .findFirst();
    }

    public Collection<PodWorker> all() {
        return List.copyOf(workers.values());
    }

    private void ended(PodWorker worker) {
        workers.remove(worker.pod().getMetadata().getUid(), worker);
        gone.accept(worker.pod());
    }

    /** Ends the workers; containers go on running. */
    @Override
    public void close() {
        workers.values().forEach(PodWorker::abandon);
    }
}

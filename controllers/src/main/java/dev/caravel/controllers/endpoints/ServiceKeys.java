package dev.caravel.controllers.endpoints;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.controllers.pods.PodStates;
import dev.caravel.machinery.client.ChangeListener;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.reconcile.ObjectKey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Turns changes of pods into keys of the services that select them, or did; changes that endpoints do not show into none. */
public final class ServiceKeys implements ChangeListener<Pod> {
    private final ObjectCache<Service> services;
    private final Consumer<ObjectKey> queue;

    public ServiceKeys(ObjectCache<Service> services, Consumer<ObjectKey> queue) {
        this.services = requireNonNull(services, "services is null");
        this.queue = requireNonNull(queue, "queue is null");
    }

    @Override
    public void added(Pod pod) {
        enqueue(pod.getMetadata().getNamespace(), LabelMatch.labels(pod));
    }

    @Override
    public void updated(Pod before, Pod after) {
        boolean relabeled = !LabelMatch.labels(before).equals(LabelMatch.labels(after));
        if (relabeled) {
            enqueue(before.getMetadata().getNamespace(), LabelMatch.labels(before));
        }
        if (relabeled || !facts(before).equals(facts(after))) {
            enqueue(after.getMetadata().getNamespace(), LabelMatch.labels(after));
        }
    }

    @Override
    public void deleted(Pod last) {
        enqueue(last.getMetadata().getNamespace(), LabelMatch.labels(last));
    }

    private static List<Object> facts(Pod pod) {
        return List.of(
                ServicePods.addresses(pod),
                PodStates.isReady(pod),
                PodStates.isTerminating(pod),
                PodStates.isEnded(pod),
                Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""),
                Objects.requireNonNullElse(pod.getSpec().getHostname(), ""),
                Objects.requireNonNullElse(pod.getSpec().getSubdomain(), ""),
                pod.getMetadata().getUid());
    }

    private void enqueue(String namespace, Map<String, String> labels) {
        services.inNamespace(namespace).stream()
                .filter(service -> ServicePods.selects(service, labels))
                .forEach(service -> queue.accept(ObjectKey.of(service)));
    }
}

package dev.caravel.scheduler.watch;

import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.client.ObjectCaches;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.plugins.Surroundings;
import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers plugins from caches kept by watches. */
public final class RelatedObjects implements Surroundings {
    private final ObjectCache<Namespace> namespaces;
    private final ObjectCache<Service> services;
    private final ObjectCache<ReplicationController> replicationControllers;
    private final ObjectCache<ReplicaSet> replicaSets;
    private final ObjectCache<StatefulSet> statefulSets;
    private final ObjectCache<PodDisruptionBudget> budgets;

    /** @param caches to be started afterwards */
    public RelatedObjects(ObjectCaches caches) {
        namespaces = caches.of(Namespace.class);
        services = caches.of(Service.class);
        replicationControllers = caches.of(ReplicationController.class);
        replicaSets = caches.of(ReplicaSet.class);
        statefulSets = caches.of(StatefulSet.class);
        budgets = caches.of(PodDisruptionBudget.class);
    }

    @Override
    public Map<String, String> namespaceLabels(String namespace) {
        return namespaces
                .get(new ObjectKey("", namespace))
                .map(found -> found.getMetadata().getLabels())
                .orElse(Map.of());
    }

    @Override
    public List<PodDisruptionBudget> disruptionBudgets(String namespace) {
        return budgets.inNamespace(namespace);
    }

    @Override
    public Optional<ObjectSelector> likesOf(PodInfo pod) {
        Map<String, String> labels = new HashMap<>();
        for (Service service : services.inNamespace(pod.key().namespace())) {
            Map<String, String> selector = service.getSpec().getSelector();
            if (selector != null
                    && !selector.isEmpty()
                    && ObjectSelector.ofLabels(selector).matches(pod.labels())) {
                labels.putAll(selector);
            }
        }
        ObjectSelector selector = ObjectSelector.ofLabels(labels);
        ObjectSelector all = ownersSelector(pod).map(selector::and).orElse(selector);
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private Optional<ObjectSelector> ownersSelector(PodInfo pod) {
        return pod.object().getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .flatMap(owner -> selectorOf(owner, new ObjectKey(pod.key().namespace(), owner.getName())));
    }

    private Optional<ObjectSelector> selectorOf(OwnerReference owner, ObjectKey key) {
        return switch (owner.getApiVersion() + " " + owner.getKind()) {
            case "v1 ReplicationController" ->
                replicationControllers
                        .get(key)
                        .map(found -> ObjectSelector.ofLabels(found.getSpec().getSelector()));
            case "apps/v1 ReplicaSet" ->
                replicaSets
                        .get(key)
                        .map(found -> ObjectSelector.of(found.getSpec().getSelector()));
            case "apps/v1 StatefulSet" ->
                statefulSets
                        .get(key)
                        .map(found -> ObjectSelector.of(found.getSpec().getSelector()));
            default -> Optional.empty();
        };
    }
}

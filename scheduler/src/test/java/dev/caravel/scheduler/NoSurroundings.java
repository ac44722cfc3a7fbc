package dev.caravel.scheduler;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.plugins.Surroundings;
import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster of nothing but pods and nodes. */
public final class NoSurroundings implements Surroundings {
    @Override
    public Map<String, String> namespaceLabels(String namespace) {
        return Map.of();
    }

    @Override
    public List<PodDisruptionBudget> disruptionBudgets(String namespace) {
        return List.of();
    }

    @Override
    public Optional<ObjectSelector> likesOf(PodInfo pod) {
        return Optional.empty();
    }
}

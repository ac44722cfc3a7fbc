package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What plugins ask about objects other than pods and nodes. Implementations are thread-safe. */
public interface Surroundings {
    /** None when there is no such namespace. */
    Map<String, String> namespaceLabels(String namespace);

    List<PodDisruptionBudget> disruptionBudgets(String namespace);

    /** Selects the pods behind the same services and of the same owner; none when the pod has neither. */
    Optional<ObjectSelector> likesOf(PodInfo pod);
}

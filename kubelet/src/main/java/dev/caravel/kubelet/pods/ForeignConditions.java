package dev.caravel.kubelet.pods;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes over the conditions that others have written on a pod. */
final class ForeignConditions {
    private static final Set<String> OWN =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");

    private ForeignConditions() {}

    static PodStatus adopt(PodStatus own, PodStatus api) {
        Map<String, PodCondition> conditions = new LinkedHashMap<>();
        own.getConditions().stream()
                .filter(c -> OWN.contains(c.getType()))
                .forEach(c -> conditions.put(c.getType(), c));
        for (PodCondition condition : api.getConditions()) {
            if (!OWN.contains(condition.getType())) {
                conditions.put(condition.getType(), condition);
            }
        }
        return new PodStatusBuilder(own)
                .withConditions(List.copyOf(conditions.values()))
                .build();
    }
}

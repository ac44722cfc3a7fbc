package dev.caravel.scheduler.plugins.preemption;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The PodDisruptionBudgets of a namespace, which preemption breaks only as a last resort. */
public final class DisruptionBudgets {
    private final Function<String, List<PodDisruptionBudget>> byNamespace;

    public DisruptionBudgets(Function<String, List<PodDisruptionBudget>> byNamespace) {
        this.byNamespace = byNamespace;
    }

    /** The uids of those of {@code pods}, all of which leave in that order, whose leaving a budget does not allow. */
    Set<String> violating(List<PodInfo> pods) {
        List<Allowance> allowances = new ArrayList<>();
        pods.stream()
                .map(pod -> pod.key().namespace())
                .distinct()
                .flatMap(namespace -> byNamespace.apply(namespace).stream())
                .forEach(budget -> allowances.add(new Allowance(budget)));
        Set<String> violating = new HashSet<>();
        for (PodInfo pod : pods) {
            for (Allowance allowance : allowances) {
                if (!allowance.take(pod)) {
                    violating.add(pod.uid());
                }
            }
        }
        return violating;
    }

    private static final class Allowance {
        private final String namespace;
        private final ObjectSelector selector;
        private final Map<String, String> disrupted;
        private int left;

        Allowance(PodDisruptionBudget budget) {
            namespace = budget.getMetadata().getNamespace();
            selector = ObjectSelector.of(budget.getSpec().getSelector());
            boolean hasStatus = budget.getStatus() != null;
            disrupted = hasStatus && budget.getStatus().getDisruptedPods() != null
                    ? budget.getStatus().getDisruptedPods()
                    : Map.of();
            left = hasStatus && budget.getStatus().getDisruptionsAllowed() != null
                    ? budget.getStatus().getDisruptionsAllowed()
                    : 0;
        }

        /** False when the pod is protected and there is no allowance left. */
        boolean take(PodInfo pod) {
            boolean isProtected = namespace.equals(pod.key().namespace())
                    && !pod.labels().isEmpty()
                    && !selector.isEmpty()
                    && selector.matches(pod.labels())
                    && !disrupted.containsKey(pod.key().name());
            return !isProtected || --left >= 0;
        }
    }
}

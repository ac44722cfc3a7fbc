package dev.caravel.controllers.quota;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pod as a whole asks for: its containers together, or a single init container if that is more, restartable init
 * containers (KEP-753), overhead, its own resources (KEP-2837), and what the node has given it already (KEP-1287).
 */
final class PodRequests {
    private static final Set<String> POD_LEVEL = Set.of("cpu", "memory");

    /** Requests or limits of resources. */
    private enum Part {
        REQUESTS,
        LIMITS;

        private Amounts of(ResourceRequirements resources) {
            if (resources == null) {
                return Amounts.NONE;
            }
            return Amounts.of(this == REQUESTS ? resources.getRequests() : resources.getLimits());
        }
    }

    private final Pod pod;
    private final Map<String, ContainerStatus> statuses;

    PodRequests(Pod pod) {
        this.pod = pod;
        statuses = pod.getStatus() == null
                ? Map.of()
                : Stream.concat(
                                pod.getStatus().getContainerStatuses().stream(),
                                pod.getStatus().getInitContainerStatuses().stream())
                        .filter(status -> status.getResources() != null)
                        .collect(Collectors.toMap(ContainerStatus::getName, Function.identity(), (a, _) -> a));
    }

    Amounts requests() {
        return total(Part.REQUESTS).plus(overhead());
    }

    /** Overhead counts only for resources that are limited. */
    Amounts limits() {
        Amounts total = total(Part.LIMITS);
        return total.plus(overhead()
                .filtered(name -> total.byName().containsKey(name)
                        && total.byName().get(name).signum() != 0));
    }

    private Amounts overhead() {
        return Amounts.of(pod.getSpec().getOverhead());
    }

    private Amounts total(Part part) {
        Amounts together = Amounts.NONE;
        for (Container container : pod.getSpec().getContainers()) {
            together = together.plus(effective(container, part));
        }
        Amounts restartable = Amounts.NONE;
        Amounts starting = Amounts.NONE;
        for (Container container : pod.getSpec().getInitContainers()) {
            if ("Always".equals(container.getRestartPolicy())) {
                Amounts amounts = effective(container, part);
                together = together.plus(amounts);
                restartable = restartable.plus(amounts);
                starting = starting.max(restartable);
            } else {
                starting = starting.max(part.of(container.getResources()).plus(restartable));
            }
        }
        return together.max(starting)
                .with(part.of(pod.getSpec().getResources())
                        .filtered(name -> POD_LEVEL.contains(name) || name.startsWith("hugepages-")));
    }

    private Amounts effective(Container container, Part part) {
        Amounts wanted = part.of(container.getResources());
        ContainerStatus status = statuses.get(container.getName());
        if (status == null) {
            return wanted;
        }
        Amounts given = part.of(status.getResources());
        if (part == Part.REQUESTS) {
            given = given.max(Amounts.of(status.getAllocatedResources()));
        }
        return isResizeInfeasible() ? given : wanted.max(given);
    }

    private boolean isResizeInfeasible() {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition ->
                        condition.getType().equals("PodResizePending") && "Infeasible".equals(condition.getReason()));
    }
}

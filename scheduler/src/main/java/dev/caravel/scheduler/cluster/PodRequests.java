package dev.caravel.scheduler.cluster;

import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pod asks of a node (KEP-753, KEP-1287, KEP-2837).
 *
 * @param effective what must be free on the node
 * @param forScoring the same, with a nominal amount of CPU and memory for each container that states none
 */
public record PodRequests(Resources effective, Resources forScoring) {
    /** What a container without requests is taken to use, so that such containers are spread too. */
    private static final Map<String, Quantity> NOMINAL = Map.of(
            "cpu", Quantity.ofMilli(100, QuantityFormat.DECIMAL_SI),
            "memory", Quantity.of(200L * 1024 * 1024, QuantityFormat.BINARY_SI));

    static PodRequests of(Pod pod, ResourceNames names) {
        Map<String, ContainerStatus> statuses = statuses(pod.getStatus());
        boolean resizeInfeasible = resizeInfeasible(pod.getStatus());
        return new PodRequests(
                Resources.of(total(pod.getSpec(), statuses, resizeInfeasible, Map.of()), names),
                Resources.of(total(pod.getSpec(), statuses, resizeInfeasible, NOMINAL), names));
    }

    private static Map<String, Quantity> total(
            PodSpec spec,
            Map<String, ContainerStatus> statuses,
            boolean resizeInfeasible,
            Map<String, Quantity> missing) {
        Map<String, Quantity> total = new HashMap<>();
        for (Container container : spec.getContainers()) {
            Quantities.add(total, requests(container, statuses, resizeInfeasible, missing));
        }
        Map<String, Quantity> sidecars = new HashMap<>();
        Map<String, Quantity> initPeak = new HashMap<>();
        for (Container container : spec.getInitContainers()) {
            Map<String, Quantity> requests =
                    requests(container, isSidecar(container) ? statuses : Map.of(), resizeInfeasible, missing);
            if (isSidecar(container)) {
                Quantities.add(total, requests);
                Quantities.add(sidecars, requests);
                Quantities.raise(initPeak, sidecars);
            } else {
                Quantities.add(requests, sidecars);
                Quantities.raise(initPeak, requests);
            }
        }
        Quantities.raise(total, initPeak);
        if (spec.getResources() != null) {
            Quantities.of(spec.getResources().getRequests()).forEach((name, quantity) -> {
                if (isPodLevel(name)) {
                    total.put(name, quantity);
                }
            });
        }
        Quantities.add(total, Quantities.of(spec.getOverhead()));
        return total;
    }

    private static Map<String, Quantity> requests(
            Container container,
            Map<String, ContainerStatus> statuses,
            boolean resizeInfeasible,
            Map<String, Quantity> missing) {
        Map<String, Quantity> requests = container.getResources() == null
                ? new HashMap<>()
                : Quantities.of(container.getResources().getRequests());
        ContainerStatus status = statuses.get(container.getName());
        if (status != null && status.getResources() != null) {
            if (resizeInfeasible) {
                requests.clear();
            }
            Quantities.raise(requests, Quantities.of(status.getResources().getRequests()));
            Quantities.raise(requests, Quantities.of(status.getAllocatedResources()));
        }
        missing.forEach(requests::putIfAbsent);
        return requests;
    }

    private static boolean isSidecar(Container container) {
        return "Always".equals(container.getRestartPolicy());
    }

    private static boolean isPodLevel(String resource) {
        return resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-");
    }

    private static Map<String, ContainerStatus> statuses(PodStatus status) {
        if (status == null) {
            return Map.of();
        }
        return Stream.of(status.getContainerStatuses(), status.getInitContainerStatuses())
                .flatMap(List::stream)
                .collect(Collectors.toMap(ContainerStatus::getName, container -> container, (a, b) -> b));
    }

    private static boolean resizeInfeasible(PodStatus status) {
        if (status == null) {
            return false;
        }
        for (PodCondition condition : status.getConditions()) {
            if (condition.getType().equals("PodResizePending")) {
                return "Infeasible".equals(condition.getReason());
            }
        }
        return false;
    }
}

package dev.caravel.kubelet.containers;

import dev.caravel.kubelet.pods.PodContainer;
import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.LinkedHashMap;
import java.util.Map;

/** What containers ask for and may use, by resource; a limit without a request is the request. */
public final class Amounts {
    private Amounts() {}

    public static Map<String, Quantity> limits(Container container) {
        ResourceRequirements resources = container.getResources();
        return resources == null ? Map.of() : exact(resources.getLimits());
    }

    public static Map<String, Quantity> requests(Container container) {
        ResourceRequirements resources = container.getResources();
        if (resources == null) {
            return Map.of();
        }
        Map<String, Quantity> requests = new LinkedHashMap<>(exact(resources.getLimits()));
        requests.putAll(exact(resources.getRequests()));
        return requests;
    }

    /** What all main containers and sidecars request together. */
    static Quantity podRequest(Pod pod, String resource) {
        return PodContainer.of(pod).stream()
                .filter(container -> container.role() != PodContainer.Role.INIT)
                .map(container -> requests(container.spec()).getOrDefault(resource, Quantity.ZERO))
                .reduce(Quantity.ZERO, Quantity::plus);
    }

    /** The sum of the limits, or null when a container has none and so the pod has none. */
    static Quantity podLimit(Pod pod, String resource) {
        Quantity sum = Quantity.ZERO;
        for (PodContainer container : PodContainer.of(pod)) {
            Quantity limit = limits(container.spec()).get(resource);
            if (limit == null || limit.signum() == 0) {
                return null;
            }
            sum = sum.plus(limit);
        }
        return sum;
    }

    private static Map<String, Quantity> exact(Map<String, io.fabric8.kubernetes.api.model.Quantity> amounts) {
        Map<String, Quantity> exact = new LinkedHashMap<>();
        if (amounts != null) {
            amounts.forEach((resource, amount) -> exact.put(resource, Quantity.parse(amount.toString())));
        }
        return exact;
    }
}

package dev.caravel.apiserver.admission.resources;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What a pod as a whole asks for: its containers together, or a single init container if that is more, restartable init
 * containers (KEP-753), overhead, its own resources (KEP-2837), and what the node has given it already (KEP-1287).
 */
public final class PodResources {
    private static final Set<String> POD_LEVEL = Set.of("cpu", "memory");

    private final JsonNode pod;
    private final boolean running;
    private final boolean overhead;
    private final Map<String, JsonNode> statuses = new HashMap<>();

    private PodResources(JsonNode pod, boolean running, boolean overhead) {
        this.pod = pod;
        this.running = running;
        this.overhead = overhead;
        if (running) {
            pod.at("/status/containerStatuses").forEach(this::remember);
            pod.at("/status/initContainerStatuses").forEach(this::remember);
        }
    }

    /** By spec and status, overhead included. */
    public static PodResources charged(JsonNode pod) {
        return new PodResources(pod, true, true);
    }

    /** By spec alone, and without overhead. */
    public static PodResources specified(JsonNode pod) {
        return new PodResources(pod, false, false);
    }

    /** By spec alone. */
    public static PodResources specifiedWithOverhead(JsonNode pod) {
        return new PodResources(pod, false, true);
    }

    private void remember(JsonNode status) {
        if (status.path("resources").isObject()) {
            statuses.put(status.path("name").asText(), status);
        }
    }

    /** Whether the pod asks for resources as a whole, besides what its containers do. */
    public static boolean hasOwn(JsonNode pod) {
        JsonNode own = pod.at("/spec/resources");
        return !ResourceAmounts.of(own.path("requests"))
                        .filtered(PodResources::isPodLevel)
                        .isEmpty()
                || !ResourceAmounts.of(own.path("limits"))
                        .filtered(PodResources::isPodLevel)
                        .isEmpty();
    }

    private static boolean isPodLevel(String name) {
        return POD_LEVEL.contains(name) || name.startsWith("hugepages-");
    }

    public ResourceAmounts requests() {
        ResourceAmounts total = total("requests");
        return overhead ? total.plus(overheadAmounts()) : total;
    }

    /** Overhead counts only for resources that are limited. */
    public ResourceAmounts limits() {
        ResourceAmounts total = total("limits");
        return overhead ? total.plus(overheadAmounts().only(total.withoutZeros().names())) : total;
    }

    private ResourceAmounts overheadAmounts() {
        return ResourceAmounts.of(pod.at("/spec/overhead"));
    }

    /** What the containers ask for together, whatever the pod asks for as a whole. */
    public static ResourceAmounts ofContainers(JsonNode pod) {
        return specified(pod).together("requests");
    }

    public static ResourceAmounts limitsOfContainers(JsonNode pod) {
        return specified(pod).together("limits");
    }

    private ResourceAmounts total(String part) {
        return together(part)
                .with(ResourceAmounts.of(pod.at("/spec/resources").path(part)).filtered(PodResources::isPodLevel));
    }

    private ResourceAmounts together(String part) {
        ResourceAmounts together = ResourceAmounts.NONE;
        for (JsonNode container : pod.at("/spec/containers")) {
            together = together.plus(effective(container, part));
        }
        ResourceAmounts restartable = ResourceAmounts.NONE;
        ResourceAmounts starting = ResourceAmounts.NONE;
        for (JsonNode container : pod.at("/spec/initContainers")) {
            if (container.path("restartPolicy").asText().equals("Always")) {
                ResourceAmounts amounts = effective(container, part);
                together = together.plus(amounts);
                restartable = restartable.plus(amounts);
                starting = starting.max(restartable);
            } else {
                starting = starting.max(specified(container, part).plus(restartable));
            }
        }
        return together.max(starting);
    }

    private static ResourceAmounts specified(JsonNode container, String part) {
        return ResourceAmounts.of(container.path("resources").path(part));
    }

    private ResourceAmounts effective(JsonNode container, String part) {
        ResourceAmounts wanted = specified(container, part);
        JsonNode status = running ? statuses.get(container.path("name").asText()) : null;
        if (status == null) {
            return wanted;
        }
        ResourceAmounts given = ResourceAmounts.of(status.path("resources").path(part));
        if (part.equals("requests")) {
            given = given.max(ResourceAmounts.of(status.path("allocatedResources")));
        }
        return isResizeInfeasible() ? given : wanted.max(given);
    }

    private boolean isResizeInfeasible() {
        return StreamSupport.stream(pod.at("/status/conditions").spliterator(), false)
                .filter(condition -> condition.path("type").asText().equals("PodResizePending"))
                .anyMatch(condition -> condition.path("reason").asText().equals("Infeasible"));
    }
}

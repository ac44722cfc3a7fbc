package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.resources.PodResources;
import java.util.List;
import java.util.Map;

/**
 * A pod that has resources of its own (KEP-2837) asks at least for what its containers ask for together, and otherwise for as
 * much as it is allowed.
 */
final class PodLevelDefaults {
    private PodLevelDefaults() {}

    static void apply(ObjectNode pod) {
        if (!(pod.at("/spec/resources") instanceof ObjectNode own)
                || own.path("requests").isEmpty() && own.path("limits").isEmpty()) {
            return;
        }
        ObjectNode containers = PodResources.ofContainers(pod).toJson();
        ObjectNode limits = PodResources.limitsOfContainers(pod).toJson();
        limits.properties().stream()
                .filter(entry -> entry.getKey().startsWith("hugepages-")
                        && !own.path("requests").has(entry.getKey())
                        && !own.path("limits").has(entry.getKey()))
                .toList()
                .forEach(entry -> own.withObject("/limits").set(entry.getKey(), entry.getValue()));
        ObjectNode requests = pod.objectNode();
        for (String name : List.of("cpu", "memory")) {
            if (containers.has(name)) {
                requests.set(name, containers.get(name));
            }
        }
        for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> limit :
                own.path("limits").properties()) {
            if (!requests.has(limit.getKey()) && isSupported(limit.getKey())) {
                requests.set(limit.getKey(), limit.getValue());
            }
        }
        own.path("requests").properties().forEach(entry -> requests.set(entry.getKey(), entry.getValue()));
        if (!requests.isEmpty()) {
            own.set("requests", requests);
        }
    }

    private static boolean isSupported(String name) {
        return name.equals("cpu") || name.equals("memory") || name.startsWith("hugepages-");
    }
}

package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a node treats a pod when it runs out of cpu or memory. */
public enum QosClass {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private static final Set<String> RESOURCES = Set.of("cpu", "memory");

    private final String text;

    QosClass(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** By the pod's own resources if it has them, otherwise by those of all its containers but the ephemeral ones. */
    public static QosClass of(JsonNode pod) {
        JsonNode own = pod.at("/spec/resources");
        if (own.isObject()) {
            boolean limited = !own.path("limits").isEmpty();
            return classify(List.of(own), limited ? List.of(own) : List.of());
        }
        List<JsonNode> all = new ArrayList<>();
        pod.at("/spec/containers").forEach(container -> all.add(container.path("resources")));
        pod.at("/spec/initContainers").forEach(container -> all.add(container.path("resources")));
        return classify(all, all);
    }

    private static QosClass classify(List<JsonNode> counted, List<JsonNode> mustLimitAll) {
        Map<String, Quantity> requests = total(counted, "requests");
        Map<String, Quantity> limits = total(counted, "limits");
        if (requests.isEmpty() && limits.isEmpty()) {
            return BEST_EFFORT;
        }
        boolean allLimited = mustLimitAll.stream()
                .allMatch(resources ->
                        total(List.of(resources), "limits").keySet().equals(RESOURCES));
        boolean same = requests.size() == limits.size()
                && requests.entrySet().stream()
                        .allMatch(request -> limits.containsKey(request.getKey())
                                && limits.get(request.getKey()).compareTo(request.getValue()) == 0);
        return allLimited && same ? GUARANTEED : BURSTABLE;
    }

    private static Map<String, Quantity> total(List<JsonNode> resources, String part) {
        Map<String, Quantity> total = new HashMap<>();
        for (JsonNode each : resources) {
            for (String name : RESOURCES) {
                Quantity quantity = quantity(each.path(part).path(name));
                if (quantity.signum() > 0) {
                    total.merge(name, quantity, Quantity::plus);
                }
            }
        }
        return total;
    }

    /** What is not a quantity is for validation to refuse, which comes later. */
    private static Quantity quantity(JsonNode value) {
        try {
            return value.isMissingNode() || value.isNull() ? Quantity.ZERO : Quantity.parse(value.asText());
        } catch (QuantityFormatException e) {
            return Quantity.ZERO;
        }
    }
}

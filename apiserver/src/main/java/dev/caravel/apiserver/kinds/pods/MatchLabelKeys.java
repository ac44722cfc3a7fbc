package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes the values of {@code matchLabelKeys} and {@code mismatchLabelKeys} into the label selectors (KEP-3633, KEP-3243). */
final class MatchLabelKeys {
    private MatchLabelKeys() {}

    static void apply(ObjectNode pod) {
        JsonNode labels = pod.at("/metadata/labels");
        for (String affinity : List.of("podAffinity", "podAntiAffinity")) {
            JsonNode rules = pod.at("/spec/affinity").path(affinity);
            rules.path("requiredDuringSchedulingIgnoredDuringExecution").forEach(term -> apply(term, labels));
            rules.path("preferredDuringSchedulingIgnoredDuringExecution")
                    .forEach(weighted -> apply(weighted.path("podAffinityTerm"), labels));
        }
        pod.at("/spec/topologySpreadConstraints").forEach(constraint -> apply(constraint, labels));
    }

    /** A missing selector matches nothing, and stays missing. */
    private static void apply(JsonNode term, JsonNode labels) {
        if (term.path("labelSelector") instanceof ObjectNode selector) {
            term.path("matchLabelKeys").forEach(key -> require(selector, key.asText(), "In", labels));
            term.path("mismatchLabelKeys").forEach(key -> require(selector, key.asText(), "NotIn", labels));
        }
    }

    private static void require(ObjectNode selector, String key, String operator, JsonNode labels) {
        if (labels.has(key)) {
            ObjectNode requirement = selector.withArray("/matchExpressions").addObject();
            requirement.put("key", key);
            requirement.put("operator", operator);
            requirement.putArray("values").add(labels.get(key).asText());
        }
    }
}

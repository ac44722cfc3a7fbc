package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;

/** A pod that waits for scheduling gates may still be told more closely where to go (KEP-3838), and nowhere else. */
final class GatedPodRules {
    private static final String TERMS =
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private GatedPodRules() {}

    static void nodeSelector(Subject subject, ObjectNode old, ObjectNode now) {
        var kept = old.path("nodeSelector").properties().stream().allMatch(entry -> entry.getValue()
                .equals(now.path("nodeSelector").path(entry.getKey())));
        if (!kept) {
            subject.errors()
                    .add(FieldError.invalid(
                            "spec.nodeSelector",
                            now.has("nodeSelector") ? now.get("nodeSelector").toString() : "null",
                            "only additions to spec.nodeSelector are allowed (no mutations or deletions)"));
        }
    }

    /** Checked, and then made equal in the old pod, so that what else is said of affinity must not differ. */
    static void nodeAffinity(Subject subject, ObjectNode old, ObjectNode now) {
        var before = old.path("affinity").path("nodeAffinity");
        var wanted = now.path("affinity").path("nodeAffinity");
        if (before.equals(wanted)) {
            return;
        }
        terms(subject, terms(before), terms(wanted));
        if (wanted.isObject()) {
            old.withObject("/affinity").set("nodeAffinity", wanted);
        } else if (old.path("affinity") instanceof ObjectNode affinity) {
            affinity.remove("nodeAffinity");
            if (affinity.isEmpty() && !now.has("affinity")) {
                old.remove("affinity");
            }
        }
    }

    private static JsonNode terms(JsonNode nodeAffinity) {
        return nodeAffinity
                .path("requiredDuringSchedulingIgnoredDuringExecution")
                .path("nodeSelectorTerms");
    }

    private static void terms(Subject subject, JsonNode before, JsonNode now) {
        if (before.isEmpty()) {
            return;
        }
        if (before.size() != now.size()) {
            var shown = JSON.arrayNode();
            now.forEach(term -> shown.add(shown(term)));
            subject.errors()
                    .add(FieldError.invalid(
                            TERMS,
                            now.isEmpty() ? "null" : shown.toString(),
                            "no additions/deletions to non-empty NodeSelectorTerms list are allowed"));
            return;
        }
        for (var i = 0; i < before.size(); i++) {
            if (!onlyAdds(before.get(i), now.get(i))) {
                subject.errors()
                        .add(FieldError.invalid(
                                FieldPath.index(TERMS, i),
                                shown(now.get(i)).toString(),
                                "only additions are allowed (no mutations or deletions)"));
            }
        }
    }

    /** A term without any requirement selects nothing: whatever is added would make it select more. */
    private static boolean onlyAdds(JsonNode before, JsonNode now) {
        if (before.path("matchExpressions").isEmpty()
                && before.path("matchFields").isEmpty()) {
            return now.path("matchExpressions").isEmpty()
                    && now.path("matchFields").isEmpty();
        }
        return beginsWith(now.path("matchExpressions"), before.path("matchExpressions"))
                && beginsWith(now.path("matchFields"), before.path("matchFields"));
    }

    private static boolean beginsWith(JsonNode list, JsonNode beginning) {
        if (list.size() < beginning.size()) {
            return false;
        }
        for (var i = 0; i < beginning.size(); i++) {
            if (!list.get(i).equals(beginning.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode shown(JsonNode term) {
        var shown = JSON.objectNode();
        shown.set("MatchExpressions", requirements(term.path("matchExpressions")));
        shown.set("MatchFields", requirements(term.path("matchFields")));
        return shown;
    }

    private static JsonNode requirements(JsonNode list) {
        if (list.isEmpty()) {
            return JSON.nullNode();
        }
        ArrayNode shown = JSON.arrayNode();
        for (var requirement : list) {
            var entry = shown.addObject()
                    .put("Key", requirement.path("key").asText())
                    .put("Operator", requirement.path("operator").asText());
            entry.set("Values", requirement.has("values") ? requirement.get("values") : JSON.nullNode());
        }
        return shown;
    }
}

package dev.caravel.apiserver.authorization.rbac.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import dev.caravel.apiserver.authorization.rbac.RuleCover;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what is missing in stored roles and bindings. Nothing is ever taken away. Pure. */
final class RoleReconciliation {
    private RoleReconciliation() {}

    /** The role with what it lacks; empty when it lacks nothing, or when its owner wants it left alone. */
    static Optional<ObjectNode> role(ObjectNode stored, ObjectNode wanted) {
        if (isLeftAlone(stored)) {
            return Optional.empty();
        }
        ObjectNode result = stored.deepCopy();
        mergeMetadata(result, wanted);
        if (wanted.has("aggregationRule")) {
            if (!result.hasNonNull("aggregationRule")) {
                result.set("aggregationRule", wanted.get("aggregationRule").deepCopy());
            }
        } else {
            List<PolicyRule> missing =
                    RuleCover.missing(PolicyRule.list(stored.path("rules")), PolicyRule.list(wanted.path("rules")));
            missing.forEach(rule -> result.withArray("/rules").add(rule.toJson()));
        }
        return result.equals(stored) ? Optional.empty() : Optional.of(result);
    }

    /** As {@link #role}. A binding to another role is for the caller to replace. */
    static Optional<ObjectNode> binding(ObjectNode stored, ObjectNode wanted) {
        if (isLeftAlone(stored)) {
            return Optional.empty();
        }
        ObjectNode result = stored.deepCopy();
        mergeMetadata(result, wanted);
        List<JsonNode> present = new ArrayList<>();
        stored.path("subjects").forEach(present::add);
        for (JsonNode subject : wanted.path("subjects")) {
            if (!present.contains(subject)) {
                result.withArray("/subjects").add(subject.deepCopy());
            }
        }
        return result.equals(stored) ? Optional.empty() : Optional.of(result);
    }

    static boolean isLeftAlone(ObjectNode stored) {
        return stored.path("metadata")
                .path("annotations")
                .path(DefaultRoles.AUTOUPDATE)
                .asText()
                .equals("false");
    }

    /** The rules of all roles that carry the aggregated role's label, each once, in the order of the roles' names. */
    static Set<PolicyRule> aggregate(String name, List<ObjectNode> roles) {
        Set<PolicyRule> rules = new LinkedHashSet<>();
        roles.stream()
                .filter(role -> role.path("metadata")
                        .path("labels")
                        .path(DefaultRoles.AGGREGATE_TO + name)
                        .asText()
                        .equals("true"))
                .filter(role -> !role.at("/metadata/name").asText().equals(name))
                .sorted((a, b) -> a.at("/metadata/name")
                        .asText()
                        .compareTo(b.at("/metadata/name").asText()))
                .forEach(role -> rules.addAll(PolicyRule.list(role.path("rules"))));
        return rules;
    }

    private static void mergeMetadata(ObjectNode result, ObjectNode wanted) {
        for (String field : List.of("labels", "annotations")) {
            for (var entry : wanted.path("metadata").path(field).properties()) {
                ObjectNode map = result.withObject("/metadata/" + field);
                if (!map.has(entry.getKey())) {
                    map.set(entry.getKey(), entry.getValue());
                }
            }
        }
    }
}

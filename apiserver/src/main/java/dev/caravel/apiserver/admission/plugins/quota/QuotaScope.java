package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A condition on the objects that a quota is about: an entry of its {@code scopes} or its {@code scopeSelector}. */
record QuotaScope(String name, String operator, List<String> values) {
    /** All must hold of an object that the quota counts. */
    static List<QuotaScope> of(JsonNode quotaSpec) {
        List<QuotaScope> scopes = new ArrayList<>();
        quotaSpec.path("scopes").forEach(name -> scopes.add(new QuotaScope(name.asText(), "Exists", List.of())));
        scopes.addAll(ofExpressions(quotaSpec.at("/scopeSelector/matchExpressions")));
        return List.copyOf(scopes);
    }

    static List<QuotaScope> ofExpressions(JsonNode expressions) {
        return StreamSupport.stream(expressions.spliterator(), false)
                .map(expression -> new QuotaScope(
                        expression.path("scopeName").asText(),
                        expression.path("operator").asText(),
                        StreamSupport.stream(expression.path("values").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()))
                .toList();
    }

    /** Whether an object that has {@code present} as its values for this scope is within it. */
    boolean admits(Set<String> present) {
        return switch (operator) {
            case "Exists" -> !present.isEmpty();
            case "DoesNotExist" -> present.isEmpty();
            case "In" -> present.stream().anyMatch(values::contains);
            case "NotIn" -> present.isEmpty() || present.stream().anyMatch(value -> !values.contains(value));
            default -> false;
        };
    }

    /** As in upstream's messages. */
    @Override
    public String toString() {
        return "{%s %s [%s]}".formatted(name, operator, String.join(" ", values));
    }
}

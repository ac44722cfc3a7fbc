package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Selectors in the form of kubectl's {@code -l}. */
final class Selectors {
    private record Requirement(String key, String text) {}

    private Selectors() {}

    static String ofMap(JsonNode labels) {
        return text(equalities(labels, new ArrayList<>()));
    }

    static String ofLabelSelector(JsonNode selector) {
        var requirements = equalities(selector.path("matchLabels"), new ArrayList<>());
        for (var expression : selector.path("matchExpressions")) {
            var key = expression.path("key").asText();
            var values = expression
                    .path("values")
                    .valueStream()
                    .map(JsonNode::asText)
                    .sorted()
                    .collect(Collectors.joining(","));
            requirements.add(new Requirement(
                    key,
                    switch (expression.path("operator").asText()) {
                        case "In" -> "%s in (%s)".formatted(key, values);
                        case "NotIn" -> "%s notin (%s)".formatted(key, values);
                        case "Exists" -> key;
                        case "DoesNotExist" -> "!" + key;
                        default -> "<error>";
                    }));
        }
        return text(requirements);
    }

    private static List<Requirement> equalities(JsonNode labels, List<Requirement> requirements) {
        labels.properties()
                .forEach(label -> requirements.add(new Requirement(
                        label.getKey(), label.getKey() + "=" + label.getValue().asText())));
        return requirements;
    }

    private static String text(List<Requirement> requirements) {
        var text = requirements.stream()
                .sorted(Comparator.comparing(Requirement::key))
                .map(Requirement::text)
                .collect(Collectors.joining(","));
        return Texts.orElse(text, "<none>");
    }
}

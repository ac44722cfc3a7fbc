package dev.caravel.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A {@code metav1.LabelSelector}: what labels must be like.
 *
 * @param requirements all must hold; ordered by key
 */
public record ObjectSelector(boolean matchesNothing, List<Requirement> requirements) {
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

    /** @param operator In, NotIn, Exists, DoesNotExist */
    public record Requirement(String key, String operator, List<String> values) {
        boolean matches(JsonNode labels) {
            JsonNode value = labels.path(key);
            boolean contained = value.isTextual() && values.contains(value.textValue());
            return switch (operator) {
                case "In" -> contained;
                case "NotIn" -> !contained;
                case "Exists" -> value.isTextual();
                case "DoesNotExist" -> !value.isTextual();
                default ->
                    throw new IllegalArgumentException(
                            "\"%s\" is not a valid label selector operator".formatted(operator));
            };
        }

        @Override
        public String toString() {
            String sorted = values.stream().sorted().collect(Collectors.joining(",", "(", ")"));
            return switch (operator) {
                case "In" -> values.size() == 1 ? key + "=" + values.getFirst() : key + " in " + sorted;
                case "NotIn" -> key + " notin " + sorted;
                case "DoesNotExist" -> "!" + key;
                default -> key;
            };
        }
    }

    /** An absent selector matches nothing, an empty one everything. */
    public static ObjectSelector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>(ofMap(selector.path("matchLabels")).requirements);
        for (JsonNode expression : selector.path("matchExpressions")) {
            List<String> values = StreamSupport.stream(expression.path("values").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            requirements.add(new Requirement(
                    expression.path("key").asText(), expression.path("operator").asText(), values));
        }
        requirements.sort(Comparator.comparing(Requirement::key));
        return new ObjectSelector(!selector.isObject(), List.copyOf(requirements));
    }

    /** The older form: a map of labels, as ReplicationControllers and Services have it. */
    public static ObjectSelector ofMap(JsonNode labels) {
        List<Requirement> requirements = labels.properties().stream()
                .map(label -> new Requirement(
                        label.getKey(), "In", List.of(label.getValue().asText())))
                .sorted(Comparator.comparing(Requirement::key))
                .toList();
        return new ObjectSelector(false, requirements);
    }

    /** Why it selects neither anything nor nothing. */
    public Optional<String> fault() {
        return requirements.stream()
                .map(Requirement::operator)
                .filter(operator -> !OPERATORS.contains(operator))
                .map("\"%s\" is not a valid label selector operator"::formatted)
                .findFirst();
    }

    /** @throws IllegalArgumentException when an operator is unknown */
    public boolean matches(JsonNode labels) {
        return !matchesNothing && requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    /** As in a query: {@code app=web,tier in (a,b)}. */
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}

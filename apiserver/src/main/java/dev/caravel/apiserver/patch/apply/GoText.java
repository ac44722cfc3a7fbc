package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Values as upstream's messages about types print them. */
final class GoText {
    private GoText() {}

    /** {@code %v}. */
    static String of(JsonNode value) {
        return "&{" + plain(value) + "}";
    }

    /** {@code %#v}. */
    static String syntax(JsonNode value) {
        return "&value.valueUnstructured{Value:" + (value.isTextual() ? value.toString() : literal(value)) + "}";
    }

    /** {@code %T}. */
    static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case ARRAY -> "[]interface {}";
            case OBJECT -> "map[string]interface {}";
            default -> "<nil>";
        };
    }

    private static String plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> "<nil>";
            case ARRAY ->
                StreamSupport.stream(value.spliterator(), false)
                        .map(GoText::plain)
                        .collect(Collectors.joining(" ", "[", "]"));
            case OBJECT ->
                value.properties().stream()
                        .map(member -> member.getKey() + ":" + plain(member.getValue()))
                        .sorted()
                        .collect(Collectors.joining(" ", "map[", "]"));
            default -> value.asText();
        };
    }

    private static String literal(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.toString();
            case ARRAY ->
                "[]interface {}"
                        + StreamSupport.stream(value.spliterator(), false)
                                .map(GoText::literal)
                                .collect(Collectors.joining(", ", "{", "}"));
            case OBJECT ->
                "map[string]interface {}"
                        + value.properties().stream()
                                .map(member -> "\"" + member.getKey() + "\":" + literal(member.getValue()))
                                .sorted()
                                .collect(Collectors.joining(", ", "{", "}"));
            default -> value.asText();
        };
    }
}

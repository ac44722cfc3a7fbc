package dev.caravel.apiserver.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Values as upstream's messages print them. Pure. */
public final class GoText {
    private GoText() {}

    /** {@code %v} of the value as upstream's merging wraps it. */
    public static String wrapped(JsonNode value) {
        return "&{" + plain(value) + "}";
    }

    /** {@code %#v} of the value as upstream's merging wraps it. */
    public static String syntax(JsonNode value) {
        return "&value.valueUnstructured{Value:" + (value.isTextual() ? value.toString() : literal(value)) + "}";
    }

    /** {@code %T}. */
    public static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case ARRAY -> "[]interface {}";
            case OBJECT -> "map[string]interface {}";
            default -> "<nil>";
        };
    }

    /** {@code %v}: {@code map[name:x ports:[1 2]]}. */
    public static String plain(JsonNode value) {
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

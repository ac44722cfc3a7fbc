package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values by which field selectors choose objects. A source is a path ({@code .spec.nodeName}), a path with a value for
 * absence ({@code booleanOrFalse(.spec.unschedulable)}), or a rule of its own.
 */
final class SelectableFields {
    private final Map<String, String> sources;

    SelectableFields(Map<String, String> sources) {
        this.sources = Map.copyOf(sources);
    }

    Optional<String> value(ObjectNode object, String field) {
        var source = sources.getOrDefault(field, "." + field);
        var open = source.indexOf('(');
        var value = open < 0 ? source : source.substring(open + 1, source.length() - 1);
        return switch (open < 0 ? "" : source.substring(0, open)) {
            case "booleanOrFalse" ->
                Optional.of(Boolean.toString(JsonPaths.at(object, value).asBoolean(false)));
            case "numberOrZero" ->
                Optional.of(Long.toString(JsonPaths.at(object, value).asLong(0)));
            default -> plain(object, source);
        };
    }

    String source(String field) {
        return sources.getOrDefault(field, field);
    }

    /** What {@link #value} looks at. */
    Set<String> paths(String field) {
        var source = sources.getOrDefault(field, "." + field);
        var open = source.indexOf('(');
        return open >= 0
                ? Set.of(source.substring(open + 1, source.length() - 1))
                : switch (source) {
                    case "none" -> Set.of();
                    case "eventSource" -> Set.of(".source.component", ".reportingComponent");
                    default -> Set.of(source);
                };
    }

    private static Optional<String> plain(ObjectNode object, String source) {
        return switch (source) {
            case "none" -> Optional.empty();
            case "eventSource" ->
                text(JsonPaths.at(object, ".source.component"))
                        .or(() -> text(JsonPaths.at(object, ".reportingComponent")));
            default -> text(JsonPaths.at(object, source));
        };
    }

    private static Optional<String> text(JsonNode value) {
        return value.isValueNode() && !value.asText().isEmpty() ? Optional.of(value.asText()) : Optional.empty();
    }
}

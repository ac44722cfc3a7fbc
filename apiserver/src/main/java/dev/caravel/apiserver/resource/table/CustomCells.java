package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravel.apiserver.resource.ResourceDefinition.Column;
import java.time.Instant;
import java.util.Optional;

/** The cells of CustomResourceDefinitions' printer columns: a path, shown by the column's type; null when it does not fit. */
final class CustomCells {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CustomCells() {}

    static Cell of(Column column) {
        Optional<JsonPath> path = JsonPath.parse(column.source());
        return (object, now) -> path.flatMap(it -> it.find(object).findFirst())
                .map(value -> show(value, column.type(), now))
                .orElseGet(JSON::nullNode);
    }

    private static JsonNode show(JsonNode value, String type, Instant now) {
        return switch (type) {
            case "integer" -> value.isNumber() ? JSON.numberNode(value.asLong()) : JSON.nullNode();
            case "number" -> value.isNumber() ? JSON.numberNode(value.asDouble()) : JSON.nullNode();
            case "boolean" -> value.isBoolean() ? value : JSON.nullNode();
            case "date" ->
                value.isTextual()
                        ? JSON.textNode(Ages.time(value).isPresent() ? Ages.since(value, now) : "<invalid>")
                        : JSON.nullNode();
            default ->
                value.isNull()
                        ? JSON.nullNode()
                        : JSON.textNode(value.isValueNode() ? value.asText() : value.toString());
        };
    }
}

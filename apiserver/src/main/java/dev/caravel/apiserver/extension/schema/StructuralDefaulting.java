package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Gives absent properties their defaults, and takes away nulls that their schema does not allow: those with a default
 * are replaced by it, the others count as absent. Idempotent.
 */
final class StructuralDefaulting {
    private StructuralDefaulting() {}

    /** Changes the value in place. */
    static void apply(JsonNode value, StructuralSchema schema) {
        dropNulls(value, Optional.of(schema));
        fillIn(value, Optional.of(schema));
    }

    private static void dropNulls(JsonNode value, Optional<StructuralSchema> schema) {
        if (value instanceof ObjectNode object) {
            for (Iterator<Map.Entry<String, JsonNode>> entries =
                            object.properties().iterator();
                    entries.hasNext(); ) {
                Map.Entry<String, JsonNode> entry = entries.next();
                Optional<StructuralSchema> property = schema.flatMap(of -> of.property(entry.getKey()));
                if (isForbiddenNull(entry.getValue(), property)
                        && property.get().defaultValue().isEmpty()) {
                    entries.remove();
                } else {
                    dropNulls(entry.getValue(), property);
                }
            }
        } else if (value.isArray()) {
            value.forEach(element -> dropNulls(element, schema.flatMap(StructuralSchema::items)));
        }
    }

    private static void fillIn(JsonNode value, Optional<StructuralSchema> schema) {
        if (schema.isEmpty()) {
            return;
        }
        if (value instanceof ObjectNode object) {
            schema.get().properties().forEach((name, property) -> {
                JsonNode present = object.path(name);
                if (present.isMissingNode() || isForbiddenNull(present, Optional.of(property))) {
                    property.defaultValue().ifPresent(of -> object.set(name, of.deepCopy()));
                }
            });
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                Optional<StructuralSchema> property = schema.get().property(entry.getKey());
                if (isForbiddenNull(entry.getValue(), property)) {
                    property.get().defaultValue().ifPresent(of -> entry.setValue(of.deepCopy()));
                }
                fillIn(entry.getValue(), property);
            }
        } else if (value instanceof ArrayNode list) {
            Optional<StructuralSchema> element = schema.get().items();
            for (int i = 0; i < list.size(); i++) {
                if (isForbiddenNull(list.get(i), element)) {
                    int at = i;
                    element.get().defaultValue().ifPresent(of -> list.set(at, of.deepCopy()));
                }
                fillIn(list.get(i), element);
            }
        }
    }

    private static boolean isForbiddenNull(JsonNode value, Optional<StructuralSchema> schema) {
        return value.isNull() && schema.isPresent() && !schema.get().nullable();
    }
}

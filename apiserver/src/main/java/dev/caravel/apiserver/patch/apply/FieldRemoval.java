package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.patch.apply.ValueType.Elements;
import dev.caravel.apiserver.patch.apply.ValueType.UnidentifiedElementException;

/** Takes fields out of an object. Pure: what is left of the object is a new one, which shares untouched parts. */
final class FieldRemoval {
    private FieldRemoval() {}

    static JsonNode remove(JsonNode value, FieldSet removed, ValueType type) {
        if (removed.children().isEmpty()) {
            return value;
        }
        ValueType settled = type.settle(value, null);
        return switch (settled) {
            case Elements elements -> elements((ArrayNode) value, removed, elements);
            case ValueType.Fields _, ValueType.Members _ -> members((ObjectNode) value, removed, settled);
            case ValueType.Whole _, ValueType.Deduced _ -> value;
        };
    }

    private static ObjectNode members(ObjectNode object, FieldSet removed, ValueType type) {
        ObjectNode left = object.objectNode();
        for (var member : object.properties()) {
            PathElement element = PathElement.field(member.getKey());
            FieldSet below = removed.child(element);
            if (!below.member()) {
                left.set(member.getKey(), remove(member.getValue(), below, type.child(element)));
            }
        }
        return left;
    }

    private static ArrayNode elements(ArrayNode list, FieldSet removed, Elements type) {
        ArrayNode left = list.arrayNode();
        for (JsonNode value : list) {
            FieldSet below = below(removed, type, value);
            if (!below.member()) {
                left.add(remove(value, below, type.element()));
            }
        }
        return left;
    }

    private static FieldSet below(FieldSet removed, Elements type, JsonNode value) {
        try {
            return removed.child(ValueType.identify(type, value));
        } catch (UnidentifiedElementException e) {
            return FieldSet.EMPTY; // nobody owns it
        }
    }
}

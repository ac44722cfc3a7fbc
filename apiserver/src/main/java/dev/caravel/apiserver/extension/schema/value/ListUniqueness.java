package dev.caravel.apiserver.extension.schema.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sees to it that a list that stands for a set, or for a map, has each element once. */
public final class ListUniqueness {
    private final List<FieldError> errors = new ArrayList<>();

    private ListUniqueness() {}

    /** @param path of the value; empty for a whole object */
    public static List<FieldError> check(StructuralSchema schema, String path, JsonNode value) {
        ListUniqueness uniqueness = new ListUniqueness();
        uniqueness.visit(schema, path, value);
        return uniqueness.errors;
    }

    private void visit(StructuralSchema schema, String path, JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                String name = entry.getKey();
                String at =
                        schema.properties().containsKey(name) ? FieldPath.child(path, name) : FieldPath.key(path, name);
                schema.property(name).ifPresent(of -> visit(of, at, entry.getValue()));
            }
        } else if (value instanceof ArrayNode list) {
            if (schema.isListType("set")) {
                duplicates(path, list.valueStream().toList());
            } else if (schema.isListType("map")) {
                map(schema.extensions().listMapKeys(), path, list);
            }
            schema.items().ifPresent(element -> {
                for (int i = 0; i < list.size(); i++) {
                    visit(element, FieldPath.index(path, i), list.get(i));
                }
            });
        }
    }

    private void map(List<String> keys, String path, ArrayNode list) {
        List<JsonNode> found = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode element = list.get(i);
            if (!element.isObject() && !element.isNull()) {
                errors.add(FieldError.invalid(
                        FieldPath.index(path, i),
                        GoText.of(element),
                        "must be an object for an array of list-type map"));
                return;
            }
            ObjectNode key = JsonNodeFactory.instance.objectNode();
            keys.stream().filter(element::has).forEach(name -> key.set(name, element.get(name)));
            found.add(key);
        }
        duplicates(path, found);
    }

    /** Each is told of once, where it stands for the second time. */
    private void duplicates(String path, List<JsonNode> values) {
        Map<JsonNode, Integer> seen = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            if (seen.merge(values.get(i), 1, Integer::sum) == 2) {
                errors.add(FieldError.duplicate(FieldPath.index(path, i), GoText.of(values.get(i))));
            }
        }
    }
}

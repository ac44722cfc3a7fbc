package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When a step or rule of a type's data applies to an object of the type.
 *
 * @param when paths whose value must be one of those given
 * @param present paths that must have a value that is not empty
 * @param absent paths that must not
 */
public record Condition(Map<String, List<JsonNode>> when, List<String> present, List<String> absent) {

    /** Reads the keys {@code when}, {@code present} and {@code absent}. */
    public static Condition of(JsonNode yaml) {
        var when = new LinkedHashMap<String, List<JsonNode>>();
        for (var entry : yaml.path("when").properties()) {
            var values = new ArrayList<JsonNode>();
            if (entry.getValue().isArray()) {
                entry.getValue().forEach(values::add);
            } else {
                values.add(entry.getValue());
            }
            when.put(entry.getKey(), List.copyOf(values));
        }
        return new Condition(when, strings(yaml.path("present")), strings(yaml.path("absent")));
    }

    /** Asked for every rule and every object, hence no streams. */
    public boolean holds(ObjectNode object) {
        for (var entry : when.entrySet()) {
            if (!entry.getValue().contains(JsonPaths.at(object, entry.getKey()))) {
                return false;
            }
        }
        for (var path : present) {
            if (isEmpty(JsonPaths.at(object, path))) {
                return false;
            }
        }
        for (var path : absent) {
            if (!isEmpty(JsonPaths.at(object, path))) {
                return false;
            }
        }
        return true;
    }

    /** Absent, the empty text or the empty list: what Go's encoding leaves out. An empty object is a value. */
    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.asText().isEmpty()
                || value.isArray() && value.isEmpty();
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(item -> strings.add(item.asText()));
        return List.copyOf(strings);
    }
}

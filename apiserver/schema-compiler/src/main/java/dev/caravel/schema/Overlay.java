package dev.caravel.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a type's YAML says of its schema that neither descriptor nor comment does; the {@code schema} section of {@code types/}.
 *
 * @param inline fields whose message's fields stand in JSON in place of the field
 * @param rename protobuf names to JSON names
 * @param optional fields that need not be there although the comment does not say so
 * @param required fields that must be there although the comment says otherwise
 * @param omit fields that the descriptor has and v1.36 has not
 * @param fields properties of single fields that differ, by JSON name
 */
record Overlay(
        List<String> inline,
        Map<String, String> rename,
        List<String> optional,
        List<String> required,
        List<String> omit,
        JsonNode fields) {

    static final Overlay NONE = of(com.fasterxml.jackson.databind.node.MissingNode.getInstance());

    static Overlay of(JsonNode schema) {
        var rename = new java.util.HashMap<String, String>();
        schema.path("rename")
                .properties()
                .forEach(entry -> rename.put(entry.getKey(), entry.getValue().asText()));
        return new Overlay(
                strings(schema.path("inline")),
                rename,
                strings(schema.path("optional")),
                strings(schema.path("required")),
                strings(schema.path("omit")),
                schema.path("fields"));
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(item -> strings.add(item.asText()));
        return strings;
    }
}

package dev.caravel.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Types and fields that are written out in YAML, because no descriptor has them or because it is not right about them. */
final class DeclaredTypes {
    private static final FieldType BLANK =
            new FieldType("", List.of(), "STRING", "SINGLE", "", true, false, "", List.of(), "", "", "", "", List.of());

    private DeclaredTypes() {}

    static MessageType type(String name, JsonNode declaration) {
        var fields = new ArrayList<FieldType>();
        declaration
                .path("declare")
                .properties()
                .forEach(entry -> fields.add(field(entry.getKey(), entry.getValue(), BLANK)));
        return new MessageType(
                name,
                declaration.path("description").asText(""),
                declaration.path("atomic").asBoolean(),
                List.copyOf(fields));
    }

    /** What the YAML does not say stays as {@code base} has it. */
    static FieldType field(String jsonName, JsonNode yaml, FieldType base) {
        return new FieldType(
                jsonName,
                yaml.has("number") ? List.of(yaml.get("number").asInt()) : base.path(),
                yaml.path("kind").asText(base.kind()),
                yaml.path("cardinality").asText(base.cardinality()),
                yaml.path("type").asText(base.type()),
                yaml.path("required").asBoolean(base.required()),
                yaml.path("atomic").asBoolean(base.atomic()),
                yaml.path("listType").asText(base.listType()),
                yaml.has("listMapKeys") ? strings(yaml.get("listMapKeys")) : base.listMapKeys(),
                yaml.path("patchStrategy").asText(base.patchStrategy()),
                yaml.path("patchMergeKey").asText(base.patchMergeKey()),
                yaml.path("default").asText(base.defaultJson()),
                yaml.path("description").asText(base.description()),
                base.values());
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(item -> strings.add(item.asText()));
        return List.copyOf(strings);
    }
}

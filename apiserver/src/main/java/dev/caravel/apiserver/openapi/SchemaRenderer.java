package dev.caravel.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says in OpenAPI what a type looks like. */
final class SchemaRenderer {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final OpenApiVersion version;

    SchemaRenderer(OpenApiVersion version) {
        this.version = version;
    }

    /** {@code k8s.io.api.core.v1.Pod} is {@code io.k8s.api.core.v1.Pod} in OpenAPI. */
    static String name(String message) {
        return message.startsWith("k8s.io.")
                ? "io.k8s." + message.substring("k8s.io.".length()).replace('_', '-')
                : message;
    }

    ObjectNode reference(String message) {
        return JSON.objectNode().put("$ref", version.definitionsPath() + name(message));
    }

    ObjectNode render(Schema schema) {
        var rendered = JSON.objectNode();
        if (!schema.description().isEmpty()) {
            rendered.put("description", schema.description());
        }
        if (JsonShapes.describe(schema.name(), rendered, version)) {
            return rendered;
        }
        rendered.put("type", "object");
        if (schema.atomic()) {
            rendered.put("x-kubernetes-map-type", "atomic");
        }
        var required = schema.fields().values().stream()
                .filter(Field::required)
                .map(Field::jsonName)
                .toList();
        if (!required.isEmpty()) {
            required.forEach(rendered.putArray("required")::add);
        }
        if (!schema.fields().isEmpty()) {
            var properties = rendered.putObject("properties");
            schema.fields().values().forEach(field -> properties.set(field.jsonName(), render(field)));
        }
        return rendered;
    }

    /** The types that a type refers to. */
    static Set<String> references(Schema schema) {
        return schema.fields().values().stream()
                .filter(SchemaRenderer::isReference)
                .map(Field::typeName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isReference(Field field) {
        return !field.typeName().isEmpty() && field.kind() != Schema.Kind.STRINGS;
    }

    private ObjectNode render(Field field) {
        var rendered = JSON.objectNode();
        if (!field.description().isEmpty()) {
            rendered.put("description", field.description());
        }
        switch (field.cardinality()) {
            case SINGLE -> single(field, rendered);
            case LIST -> rendered.put("type", "array").set("items", element(field));
            case MAP -> rendered.put("type", "object").set("additionalProperties", element(field));
        }
        if (field.atomic()) {
            rendered.put("x-kubernetes-map-type", "atomic");
        }
        if (field.cardinality() == Cardinality.SINGLE) {
            values(field, rendered);
        }
        field.declaredListType()
                .filter(_ -> field.cardinality() == Cardinality.LIST || isBytesWithListType(field))
                .ifPresent(type ->
                        rendered.put("x-kubernetes-list-type", type.name().toLowerCase(Locale.ROOT)));
        if (!field.listMapKeys().isEmpty()) {
            field.listMapKeys().forEach(rendered.putArray("x-kubernetes-list-map-keys")::add);
        }
        field.patchMergeKey().ifPresent(key -> rendered.put("x-kubernetes-patch-merge-key", key));
        field.patchStrategy().ifPresent(strategy -> rendered.put("x-kubernetes-patch-strategy", strategy));
        return rendered;
    }

    /** Bytes are a list of bytes to Go. */
    private static boolean isBytesWithListType(Field field) {
        return field.kind() == Schema.Kind.BYTES;
    }

    private void single(Field field, ObjectNode rendered) {
        if (!isReference(field)) {
            JsonShapes.describe(field.kind(), rendered);
        } else if (version == OpenApiVersion.V2) {
            rendered.setAll(reference(field.typeName()));
        } else {
            rendered.putArray("allOf").add(reference(field.typeName()));
        }
    }

    private ObjectNode element(Field field) {
        if (isReference(field)) {
            return reference(field.typeName());
        }
        var rendered = JSON.objectNode();
        JsonShapes.describe(field.kind(), rendered);
        values(field, rendered);
        return rendered;
    }

    private static void values(Field field, ObjectNode rendered) {
        if (!field.values().isEmpty()) {
            field.values().forEach(rendered.putArray("enum")::add);
        }
    }
}

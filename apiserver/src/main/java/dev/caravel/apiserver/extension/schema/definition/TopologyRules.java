package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code x-kubernetes-list-type}, {@code x-kubernetes-list-map-keys} and {@code x-kubernetes-map-type}. */
final class TopologyRules {
    private static final List<String> MAP_TYPES = List.of("atomic", "granular");
    private static final List<String> LIST_TYPES = List.of("atomic", "set", "map");
    private static final String OF_SET = "must be atomic as item of a list with x-kubernetes-list-type=set";

    private final StructuralSchema schema;
    private final String path;
    private final Requirements requirements = new Requirements();

    private TopologyRules(StructuralSchema schema, String path) {
        this.schema = schema;
        this.path = path;
    }

    static List<FieldError> check(StructuralSchema schema, String path) {
        TopologyRules rules = new TopologyRules(schema, path);
        rules.mapType();
        rules.listType();
        rules.mapKeys();
        if (schema.isListType("map")) {
            rules.listMap();
        }
        rules.nullability();
        return rules.requirements.errors();
    }

    private void mapType() {
        Optional<String> type = schema.extensions().mapType();
        if (type.isEmpty()) {
            return;
        }
        requireType("object", "x-kubernetes-map-type");
        if (!MAP_TYPES.contains(type.get())) {
            requirements.notSupported(path + ".x-kubernetes-map-type", type.get(), MAP_TYPES);
        }
    }

    private boolean requireType(String type, String extension) {
        String detail = "must be %s if %s is specified".formatted(type, extension);
        if (schema.type().isEmpty()) {
            requirements.required(path + ".type", detail);
        } else if (!schema.type().equals(type)) {
            requirements.invalid(path + ".type", schema.type(), detail);
        }
        return schema.type().equals(type);
    }

    private void listType() {
        Optional<String> type = schema.extensions().listType();
        if (type.isEmpty()) {
            return;
        }
        if (requireType("array", "x-kubernetes-list-type") && type.get().equals("set")) {
            schema.items().ifPresent(this::elementOfSet);
        }
        if (!LIST_TYPES.contains(type.get())) {
            requirements.notSupported(path + ".x-kubernetes-list-type", type.get(), LIST_TYPES);
        }
    }

    /** Of two elements it must be clear whether they are the same. */
    private void elementOfSet(StructuralSchema element) {
        JsonNode listType = element.source().path("x-kubernetes-list-type");
        boolean nested = element.extensions()
                .listType()
                .filter(type -> !type.equals("atomic"))
                .isPresent();
        if (element.type().equals("array") && nested) {
            requirements.invalid(path + ".items.x-kubernetes-list-type", listType, OF_SET);
        }
        boolean atomic = element.extensions().mapType().filter("atomic"::equals).isPresent();
        if (element.type().equals("object") && !atomic) {
            requirements.invalid(path + ".items.x-kubernetes-map-type", listType, OF_SET);
        }
    }

    private void mapKeys() {
        String at = path + ".x-kubernetes-list-type";
        String detail = "must be map if x-kubernetes-list-map-keys is non-empty";
        if (schema.extensions().listMapKeys().isEmpty() || schema.isListType("map")) {
            return;
        }
        schema.extensions()
                .listType()
                .ifPresentOrElse(
                        type -> requirements.invalid(at, type, detail), () -> requirements.required(at, detail));
    }

    private void listMap() {
        List<String> keys = schema.extensions().listMapKeys();
        if (keys.isEmpty()) {
            requirements.required(
                    path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        }
        if (schema.items().isEmpty()) {
            requirements.required(path + ".items", "must have a schema if x-kubernetes-list-type is map");
            return;
        }
        StructuralSchema element = schema.items().get();
        if (!element.type().equals("object")) {
            requirements.invalid(
                    path + ".items.type",
                    element.type(),
                    "must be object if parent array's x-kubernetes-list-type is map");
            return;
        }
        JsonNode shown = schema.source().path("x-kubernetes-list-map-keys");
        Set<String> seen = new HashSet<>();
        for (String key : keys) {
            StructuralSchema property = element.properties().get(key);
            if (property == null) {
                requirements.invalid(
                        path + ".x-kubernetes-list-map-keys", shown, "entries must all be names of item properties");
            } else if (property.type().equals("array") || property.type().equals("object")) {
                requirements.invalid(
                        FieldPath.key(path + ".items.properties", key) + ".type",
                        element.type(),
                        "must be a scalar type if parent array's x-kubernetes-list-type is map");
            }
            if (!seen.add(key)) {
                requirements.invalid(path + ".x-kubernetes-list-map-keys", shown, "must not contain duplicate entries");
            }
        }
    }

    /** What is known by its key must have one. */
    private void nullability() {
        String type = schema.extensions().listType().orElse("");
        if (schema.items().isEmpty() || !type.equals("set") && !type.equals("map")) {
            return;
        }
        StructuralSchema element = schema.items().get();
        if (element.nullable()) {
            requirements.forbidden(
                    path + ".items.nullable", "cannot be nullable when x-kubernetes-list-type is " + type);
        }
        if (!type.equals("map")) {
            return;
        }
        for (String key : schema.extensions().listMapKeys()) {
            StructuralSchema property = element.properties().get(key);
            String at = FieldPath.key(path + ".items.properties", key);
            if (property == null) {
                continue;
            }
            if (!element.values().required().contains(key)
                    && property.defaultValue().isEmpty()) {
                requirements.required(
                        at + ".default",
                        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
            }
            if (property.nullable()) {
                requirements.forbidden(
                        at + ".nullable", "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
            }
        }
    }
}

package dev.caravel.apiserver.authentication.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The fields of one object of a configuration file: those that it may have, each of its type. Pure. */
record StrictFields(JsonNode object, String path) {
    /** @throws IllegalArgumentException when it is no object, or has another field */
    static StrictFields of(JsonNode node, String path, String... fields) {
        if (node.isMissingNode() || node.isNull()) {
            return new StrictFields(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode(), path);
        }
        if (!node.isObject()) {
            throw mismatch(node.getNodeType(), path, "object");
        }
        Set<String> known = Set.of(fields);
        List<String> unknown = node.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .filter(field -> !known.contains(field))
                .map(field -> "unknown field \"%s\"".formatted(FieldPath.child(path, field)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("strict decoding error: " + String.join(", ", unknown));
        }
        return new StrictFields(node, path);
    }

    StrictFields object(String field, String... fields) {
        return of(object.path(field), FieldPath.child(path, field), fields);
    }

    boolean has(String field) {
        return object.hasNonNull(field);
    }

    String text(String field) {
        return typed(field, JsonNodeType.STRING, "string").asText("");
    }

    Optional<String> optionalText(String field) {
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    boolean flag(String field) {
        return typed(field, JsonNodeType.BOOLEAN, "bool").asBoolean(false);
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : typed(field, JsonNodeType.ARRAY, "array")) {
            if (!item.isTextual()) {
                throw mismatch(
                        item.getNodeType(), FieldPath.index(FieldPath.child(path, field), texts.size()), "string");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    /** @param fields those that each of the objects may have */
    <T> List<T> objects(String field, Function<StrictFields, T> reader, String... fields) {
        List<T> all = new ArrayList<>();
        for (JsonNode item : typed(field, JsonNodeType.ARRAY, "array")) {
            all.add(reader.apply(of(item, FieldPath.index(FieldPath.child(path, field), all.size()), fields)));
        }
        return all;
    }

    private JsonNode typed(String field, JsonNodeType type, String name) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
        if (value.getNodeType() != type) {
            throw mismatch(value.getNodeType(), FieldPath.child(path, field), name);
        }
        return value;
    }

    private static IllegalArgumentException mismatch(JsonNodeType found, String path, String wanted) {
        String name = found == JsonNodeType.BOOLEAN ? "bool" : found.name().toLowerCase(Locale.ROOT);
        return new IllegalArgumentException(
                "json: cannot unmarshal %s into field %s of type %s".formatted(name, path, wanted));
    }
}

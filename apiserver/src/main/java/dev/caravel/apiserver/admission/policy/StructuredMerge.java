package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
import dev.caravel.apiserver.resource.Schema.ListType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Merges an apply configuration into an object as server-side apply does, without regard to who owns what. Pure. */
final class StructuredMerge {
    private StructuredMerge() {}

    /**
     * @param live left alone
     * @throws IllegalArgumentException when the configuration has what the type does not have, or replaces as a whole
     *     what can only be replaced as a whole
     */
    static ObjectNode merge(Schema type, ObjectNode live, ObjectNode configuration) {
        List<String> atomics = new ArrayList<>();
        examine(type, configuration, "", atomics);
        if (!atomics.isEmpty()) {
            throw new IllegalArgumentException(
                    "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: "
                            + String.join(", ", atomics));
        }
        ObjectNode merged = live.deepCopy();
        mergeObject(type, merged, configuration);
        return merged;
    }

    private static void examine(Schema type, ObjectNode object, String path, List<String> atomics) {
        if (type.atomic()) {
            atomics.add(path);
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String at = path + "." + entry.getKey();
            Field field = type.field(entry.getKey())
                    .orElseThrow(() -> new IllegalArgumentException("failed to convert patch object to typed object: "
                            + at + ": field not declared in schema"));
            examine(field, entry.getValue(), at, atomics);
        }
    }

    private static void examine(Field field, JsonNode value, String path, List<String> atomics) {
        switch (value) {
            case ArrayNode list -> {
                if (isAtomic(field) || field.cardinality() != Cardinality.LIST || field.listType() == ListType.ATOMIC) {
                    atomics.add(path);
                    return;
                }
                for (int i = 0; i < list.size(); i++) {
                    examineElement(field, list.get(i), path + "[" + i + "]", atomics);
                }
            }
            case ObjectNode map
            when field.cardinality() == Cardinality.MAP -> {
                if (field.atomic()) {
                    atomics.add(path);
                    return;
                }
                map.properties()
                        .forEach(
                                entry -> examineElement(field, entry.getValue(), path + "." + entry.getKey(), atomics));
            }
            case ObjectNode object when isAtomic(field) -> atomics.add(path);
            case ObjectNode object -> examineElement(field, object, path, atomics);
            default -> {}
        }
    }

    private static boolean isAtomic(Field field) {
        return field.atomic() || field.kind() == Kind.ANY || field.kind() == Kind.STRINGS;
    }

    private static void examineElement(Field field, JsonNode value, String path, List<String> atomics) {
        if (value instanceof ObjectNode object) {
            field.type().ifPresent(type -> examine(type, object, path, atomics));
        }
    }

    private static void mergeObject(Schema type, ObjectNode live, ObjectNode configuration) {
        for (Map.Entry<String, JsonNode> entry : configuration.properties()) {
            JsonNode merged = type.field(entry.getKey())
                    .map(field -> merged(field, live.get(entry.getKey()), entry.getValue()))
                    .orElse(entry.getValue());
            live.set(entry.getKey(), merged);
        }
    }

    private static JsonNode merged(Field field, JsonNode live, JsonNode wanted) {
        return switch (wanted) {
            case ObjectNode map
            when live instanceof ObjectNode present && field.cardinality() == Cardinality.MAP -> {
                map.properties()
                        .forEach(entry -> present.set(
                                entry.getKey(), element(field, present.get(entry.getKey()), entry.getValue())));
                yield present;
            }
            case ObjectNode object when live instanceof ObjectNode present -> element(field, present, object);
            case ArrayNode list when live instanceof ArrayNode present -> mergeList(field, present, list);
            default -> wanted;
        };
    }

    private static JsonNode element(Field field, JsonNode live, JsonNode wanted) {
        if (live instanceof ObjectNode present
                && wanted instanceof ObjectNode object
                && field.type().isPresent()) {
            mergeObject(field.type().get(), present, object);
            return present;
        }
        return wanted;
    }

    private static JsonNode mergeList(Field field, ArrayNode live, ArrayNode wanted) {
        for (JsonNode element : wanted) {
            Optional<Integer> at = position(field, live, element);
            if (at.isEmpty()) {
                live.add(element);
            } else {
                live.set(at.get(), element(field, live.get(at.get()), element));
            }
        }
        return live;
    }

    private static Optional<Integer> position(Field field, ArrayNode live, JsonNode element) {
        for (int i = 0; i < live.size(); i++) {
            if (isSame(field, live.get(i), element)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(Field field, JsonNode one, JsonNode other) {
        if (field.listType() != ListType.MAP) {
            return one.equals(other);
        }
        return field.listMapKeys().stream().allMatch(key -> key(field, one, key).equals(key(field, other, key)));
    }

    /** A key that is left out has its default: {@code protocol} of a port is {@code TCP}. */
    private static String key(Field field, JsonNode element, String key) {
        JsonNode value = element.get(key);
        if (value != null) {
            return value.asText();
        }
        return field.type()
                .flatMap(type -> type.field(key))
                .flatMap(Field::defaultJson)
                .map(text -> text.replace("\"", ""))
                .orElse("");
    }
}

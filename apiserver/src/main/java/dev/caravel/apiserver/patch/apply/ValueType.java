package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
import dev.caravel.apiserver.resource.Schema.ListType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How ownership looks at a value: as a whole, or by its fields, members or elements. Immutable. */
sealed interface ValueType {
    /** Owned and replaced whole: scalars, atomic lists and maps. */
    record Whole() implements ValueType {}

    /** An object with declared fields. */
    record Fields(Schema schema) implements ValueType {}

    /** A map: its keys are data. */
    record Members(ValueType values) implements ValueType {}

    /** A list whose elements are told apart by keys, or, without keys, by being different scalars. */
    record Elements(List<String> keys, Optional<Schema> schema, ValueType element) implements ValueType {}

    /** Nothing is known: an object is a map, everything else a whole. */
    record Deduced() implements ValueType {}

    ValueType WHOLE = new Whole();
    ValueType DEDUCED = new Deduced();

    static ValueType of(Schema schema) {
        return schema.atomic() ? WHOLE : new Fields(schema);
    }

    static ValueType of(Field field) {
        return switch (field.cardinality()) {
            case SINGLE -> field.atomic() ? WHOLE : single(field);
            case MAP -> field.atomic() ? WHOLE : new Members(single(field));
            case LIST ->
                field.listType() == ListType.ATOMIC
                        ? WHOLE
                        : new Elements(
                                field.listType() == ListType.MAP ? field.listMapKeys() : List.of(),
                                field.type(),
                                single(field));
        };
    }

    private static ValueType single(Field field) {
        if (field.kind() == Kind.ANY) {
            return DEDUCED;
        }
        return field.type().map(ValueType::of).orElse(WHOLE);
    }

    /** The type of what is one step below. */
    default ValueType child(PathElement element) {
        return switch (this) {
            case Fields fields ->
                fields.schema().field(element.name()).map(ValueType::of).orElse(DEDUCED);
            case Members members -> members.values();
            case Elements elements -> elements.element();
            case Whole _, Deduced _ -> DEDUCED;
        };
    }

    /** Whether the step is to a field that the type names. */
    default boolean declares(PathElement element) {
        return element.isField()
                && this instanceof Fields fields
                && fields.schema().fields().containsKey(element.name());
    }

    /** What the type is for two values of it, either of which may be missing; a value of another form is a whole. */
    default ValueType settle(JsonNode one, JsonNode other) {
        return switch (this) {
            case Whole whole -> whole;
            case Fields fields -> isObject(one) && isObject(other) ? fields : WHOLE;
            case Members members -> isObject(one) && isObject(other) ? members : WHOLE;
            case Elements elements -> isList(one) && isList(other) ? elements : WHOLE;
            case Deduced deduced -> isObject(one) && isObject(other) ? new Members(deduced) : WHOLE;
        };
    }

    private static boolean isObject(JsonNode value) {
        return value == null || value.isObject();
    }

    private static boolean isList(JsonNode value) {
        return value == null || value.isArray();
    }

    /** An element that cannot be told from others. */
    final class UnidentifiedElementException extends RuntimeException {
        UnidentifiedElementException(String message) {
            super(message, null, false, false);
        }
    }

    /** @throws UnidentifiedElementException when the element lacks what would tell it from others */
    static PathElement identify(Elements list, JsonNode element) {
        return list.keys().isEmpty() ? ofSet(element) : byKeys(list, element);
    }

    private static PathElement ofSet(JsonNode element) {
        return switch (element.getNodeType()) {
            case OBJECT ->
                throw new UnidentifiedElementException(
                        "associative list without keys has an element that's a map type");
            case ARRAY ->
                throw new UnidentifiedElementException("not supported: associative list with lists as elements");
            case NULL ->
                throw new UnidentifiedElementException(
                        "associative list without keys has an element that's an explicit null");
            default -> PathElement.value(element);
        };
    }

    private static PathElement byKeys(Elements list, JsonNode element) {
        if (element.isNull()) {
            throw new UnidentifiedElementException("associative list with keys may not have a null element");
        }
        if (!(element instanceof ObjectNode object)) {
            throw new UnidentifiedElementException("associative list with keys may not have non-map elements");
        }
        SortedMap<String, JsonNode> keys = new TreeMap<>();
        for (String key : list.keys()) {
            JsonNode value = object.get(key);
            if (value != null) {
                keys.put(key, value);
            } else {
                list.schema()
                        .flatMap(schema -> schema.field(key))
                        .flatMap(Field::defaultJson)
                        .ifPresent(json -> keys.put(key, read(json)));
            }
        }
        if (keys.isEmpty()) {
            throw new UnidentifiedElementException(
                    "associative list with keys has an element that omits all key fields [%s] (and doesn't have default values for any key fields)"
                            .formatted(String.join(" ", quoted(list.keys()))));
        }
        return PathElement.key(keys);
    }

    private static List<String> quoted(List<String> keys) {
        return keys.stream().map(key -> '"' + key + '"').toList();
    }

    private static JsonNode read(String json) {
        try {
            return JsonCodec.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a schema's default is not JSON: " + json, e);
        }
    }
}

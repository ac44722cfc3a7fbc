package dev.caravel.apiserver.cel.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.UnsignedLong;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.CelType.Opaque;
import dev.caravel.apiserver.cel.CelType.OptionalOf;
import dev.caravel.apiserver.cel.CelType.Scalar;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Between JSON and the values of expressions; containers are views, so that entering an expression costs nothing. */
public final class JsonValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonValues() {}

    /** @throws IllegalArgumentException when a text is not what its type says */
    public static Object toCel(JsonNode json, CelType type) {
        if (json == null || json.isNull() || json.isMissingNode()) {
            return NullValue.NULL_VALUE;
        }
        return switch (type) {
            case Scalar scalar -> scalar(json, scalar);
            case ListOf list
            when json instanceof ArrayNode array ->
                new ListValue(new JsonElements(array, list.element()), list.kind(), list.keys());
            case MapOf map when json instanceof ObjectNode object -> new MapValue(new JsonEntries(object, map.value()));
            case ObjectOf declared when json instanceof ObjectNode object -> new ObjectValue(object, declared);
            case OptionalOf optional -> Optional.of(toCel(json, optional.value()));
            case ListOf _, MapOf _, ObjectOf _, Opaque _ -> dynamic(json);
        };
    }

    private static Object scalar(JsonNode json, Scalar type) {
        return switch (type.kind()) {
            case DOUBLE -> json.isNumber() ? (Object) json.doubleValue() : dynamic(json);
            case TIMESTAMP -> json.isTextual() ? Times.timestamp(json.textValue()) : dynamic(json);
            case DURATION -> json.isTextual() ? Times.duration(json.textValue()) : dynamic(json);
            case BYTES ->
                json.isTextual() ? CelByteString.of(Base64.getDecoder().decode(json.textValue())) : dynamic(json);
            case DYN, BOOL, INT, UINT, STRING, NULL -> dynamic(json);
        };
    }

    private static Object dynamic(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> new MapValue(new JsonEntries((ObjectNode) json, CelType.DYN));
            case ARRAY -> new ListValue(new JsonElements((ArrayNode) json, CelType.DYN));
            case STRING -> json.textValue();
            case BOOLEAN -> json.booleanValue();
            case NUMBER ->
                json.isIntegralNumber() && json.canConvertToLong() ? (Object) json.longValue() : json.doubleValue();
            case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + json.getNodeType());
            case NULL, MISSING -> NullValue.NULL_VALUE;
        };
    }

    /**
     * An expression's result as JSON.
     *
     * @throws IllegalArgumentException when it has no JSON form
     */
    public static JsonNode toJson(Object value) {
        return switch (value) {
            case NullValue _ -> JSON.nullNode();
            case Boolean truth -> JSON.booleanNode(truth);
            case Long number -> JSON.numberNode(number);
            case UnsignedLong number -> JSON.numberNode(number.bigIntegerValue());
            case Double number -> JSON.numberNode(number);
            case String text -> JSON.textNode(text);
            case CelByteString bytes -> JSON.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            case Instant instant -> JSON.textNode(instant.toString());
            case Duration duration -> JSON.textNode(Times.text(duration));
            case ObjectValue object -> object.json();
            case NewObject object -> object.json();
            case Optional<?> optional ->
                optional.<JsonNode>map(JsonValues::toJson).orElseGet(JSON::nullNode);
            case Iterable<?> list -> {
                ArrayNode array = JSON.arrayNode();
                list.forEach(element -> array.add(toJson(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = JSON.objectNode();
                map.forEach((key, element) -> {
                    if (!(key instanceof String name)) {
                        throw new IllegalArgumentException("unsupported conversion: map keys must be strings");
                    }
                    object.set(name, toJson(element));
                });
                yield object;
            }
            default ->
                throw new IllegalArgumentException(
                        "unsupported conversion to JSON: " + value.getClass().getSimpleName());
        };
    }
}

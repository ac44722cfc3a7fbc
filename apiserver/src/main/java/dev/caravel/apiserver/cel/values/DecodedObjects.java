package dev.caravel.apiserver.cel.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.cel.FieldNames;
import dev.cel.common.values.NullValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * JSON without a schema as values of expressions, the way upstream decodes it: all numbers are doubles, and entries also go by
 * their escaped names, as {@code claims.kubernetes__dot__io}.
 */
public final class DecodedObjects {
    private DecodedObjects() {}

    public static MapValue of(ObjectNode object) {
        return new MapValue(new Entries(object));
    }

    private static Object value(JsonNode json) {
        return switch (json) {
            case ObjectNode object -> of(object);
            case ArrayNode array ->
                new ListValue(StreamSupport.stream(array.spliterator(), false)
                        .map(DecodedObjects::value)
                        .toList());
            case JsonNode number when number.isNumber() -> number.doubleValue();
            case JsonNode text when text.isTextual() -> text.textValue();
            case JsonNode truth when truth.isBoolean() -> truth.booleanValue();
            default -> NullValue.NULL_VALUE;
        };
    }

    /** Looked up by either name, counted and walked through by their own. */
    private static final class Entries extends LinkedHashMap<Object, Object> {
        private static final long serialVersionUID = 1L;

        Entries(ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                put(entry.getKey(), value(entry.getValue()));
            }
        }

        @Override
        public Object get(Object key) {
            return super.get(meant(key));
        }

        @Override
        public boolean containsKey(Object key) {
            return super.containsKey(meant(key));
        }

        private static Object meant(Object key) {
            return key instanceof String name ? FieldNames.unescape(name).orElse(name) : key;
        }
    }
}

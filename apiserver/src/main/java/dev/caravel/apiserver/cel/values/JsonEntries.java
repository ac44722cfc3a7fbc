package dev.caravel.apiserver.cel.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.cel.CelType;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** A JSON object's entries as values of expressions, made when they are asked for. */
final class JsonEntries extends AbstractMap<Object, Object> {
    private final ObjectNode object;
    private final CelType type;

    JsonEntries(ObjectNode object, CelType type) {
        this.object = object;
        this.type = type;
    }

    @Override
    public Object get(Object key) {
        JsonNode value = key instanceof String name ? object.get(name) : null;
        return value == null ? null : JsonValues.toCel(value, type);
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof String name && object.has(name);
    }

    @Override
    public int size() {
        return object.size();
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Object, Object>> iterator() {
                Iterator<Map.Entry<String, JsonNode>> fields =
                        object.properties().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return fields.hasNext();
                    }

                    @Override
                    public Entry<Object, Object> next() {
                        Map.Entry<String, JsonNode> field = fields.next();
                        return Map.entry(field.getKey(), JsonValues.toCel(field.getValue(), type));
                    }
                };
            }

            @Override
            public int size() {
                return object.size();
            }
        };
    }
}

package dev.caravel.apiserver.cel.values;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An object that an expression has made: {@code Object.spec{replicas: 3}}. */
public final class NewObject extends StructValue<String, Object> {
    private final String type;
    private final Map<String, Object> fields;

    /** @param fields by their names in JSON */
    public NewObject(String type, Map<String, Object> fields) {
        this.type = type;
        this.fields = new LinkedHashMap<>(fields);
    }

    public String type() {
        return type;
    }

    public Map<String, Object> fields() {
        return Map.copyOf(fields);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, value) -> json.set(name, JsonValues.toJson(value)));
        return json;
    }

    @Override
    public Object select(String field) {
        return find(field).orElseThrow(() -> CelAttributeNotFoundException.forMissingMapKey(field));
    }

    @Override
    public Optional<Object> find(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return fields.isEmpty();
    }

    @Override
    public CelType celType() {
        return StructTypeReference.create(type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewObject object && type.equals(object.type) && fields.equals(object.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return type + fields;
    }
}

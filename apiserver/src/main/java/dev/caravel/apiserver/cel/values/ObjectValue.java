package dev.caravel.apiserver.cel.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.Optional;

/** A JSON object of a declared type: its fields go by their names in expressions. */
public final class ObjectValue extends StructValue<String, Object> {
    private final ObjectNode object;
    private final ObjectOf type;

    ObjectValue(ObjectNode object, ObjectOf type) {
        this.object = object;
        this.type = type;
    }

    public ObjectNode json() {
        return object;
    }

    @Override
    public Object select(String field) {
        return find(field).orElseThrow(() -> CelAttributeNotFoundException.forMissingMapKey(field));
    }

    @Override
    public Optional<Object> find(String field) {
        return type.field(field).flatMap(declared -> {
            JsonNode value = object.get(declared.jsonName());
            return value == null ? Optional.empty() : Optional.of(JsonValues.toCel(value, declared.type()));
        });
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return object.isEmpty();
    }

    @Override
    public dev.cel.common.types.CelType celType() {
        return StructTypeReference.create(type.name());
    }

    CelType declared() {
        return type;
    }

    /** Objects of types of different names may still be the same: one rule sees a part of the other's object. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectValue value && object.equals(JsonNumbers.COMPARATOR, value.object);
    }

    @Override
    public int hashCode() {
        return object.hashCode();
    }

    @Override
    public String toString() {
        return object.toString();
    }
}

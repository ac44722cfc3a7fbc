package dev.caravel.apiserver.extension.schema.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The value before the change that corresponds to a value after it. Properties correspond by name, elements of lists
 * only by the keys of {@code x-kubernetes-list-type: map}.
 *
 * @param schema what says how elements correspond
 * @param tolerant whether an unchanged value may be wrong
 */
record Correlation(JsonNode old, StructuralSchema schema, boolean tolerant) {
    Correlation(JsonNode old, StructuralSchema schema) {
        this(old, schema, true);
    }

    Correlation withinAlternative() {
        return new Correlation(old, schema, false);
    }

    boolean tolerates(JsonNode value) {
        return tolerant && old.equals(value);
    }

    Optional<Correlation> property(String name) {
        Optional<StructuralSchema> property = schema.property(name);
        return old.isObject() && old.has(name) && property.isPresent()
                ? Optional.of(new Correlation(old.get(name), property.get()))
                : Optional.empty();
    }

    Optional<Correlation> element(JsonNode value) {
        if (!old.isArray() || !schema.isListType("map") || schema.items().isEmpty()) {
            return Optional.empty();
        }
        List<JsonNode> keys = keys(value);
        for (JsonNode element : old) {
            if (keys(element).equals(keys)) {
                return Optional.of(new Correlation(element, schema.items().get()));
            }
        }
        return Optional.empty();
    }

    private List<JsonNode> keys(JsonNode element) {
        List<JsonNode> keys = new ArrayList<>();
        schema.extensions().listMapKeys().forEach(key -> keys.add(element.path(key)));
        return keys;
    }
}

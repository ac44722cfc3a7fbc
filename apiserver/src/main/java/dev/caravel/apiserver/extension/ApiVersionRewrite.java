package dev.caravel.apiserver.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.conversion.Conversion;

/** {@code spec.conversion.strategy: None}: versions differ in their name alone. */
record ApiVersionRewrite(String served, String stored) implements Conversion {
    @Override
    public ObjectNode toStorage(ObjectNode object) {
        return as(stored, object);
    }

    @Override
    public ObjectNode fromStorage(ObjectNode object) {
        return as(served, object);
    }

    private static ObjectNode as(String apiVersion, ObjectNode object) {
        return object.path("apiVersion").asText().equals(apiVersion)
                ? object
                : object.objectNode().<ObjectNode>setAll(object).put("apiVersion", apiVersion);
    }
}

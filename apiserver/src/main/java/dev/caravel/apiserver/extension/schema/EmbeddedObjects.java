package dev.caravel.apiserver.extension.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.FieldTypes;
import dev.caravel.apiserver.resource.Pruner;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings {@code apiVersion}, {@code kind} and {@code metadata} of Kubernetes objects within a value into the form that
 * they have everywhere: what is no field of object metadata goes.
 */
public final class EmbeddedObjects {
    /** Makes the error of a field that has not the type it must have. */
    @FunctionalInterface
    public interface Refusal {
        /** @param path of {@code apiVersion}, {@code kind} or {@code metadata} */
        ApiException refuse(String path, JsonNode value, String detail);
    }

    private final Schema objectMeta;
    private final Refusal refusal;
    private final List<String> unknown = new ArrayList<>();

    private EmbeddedObjects(Schema objectMeta, Refusal refusal) {
        this.objectMeta = requireNonNull(objectMeta, "objectMeta is null");
        this.refusal = requireNonNull(refusal, "refusal is null");
    }

    /** Changes the value in place; returns the paths of what went. */
    public static List<String> normalize(
            JsonNode value, StructuralSchema schema, String path, Schema objectMeta, Refusal refusal) {
        EmbeddedObjects objects = new EmbeddedObjects(objectMeta, refusal);
        objects.visit(value, Optional.of(schema), path);
        return objects.unknown;
    }

    private void visit(JsonNode value, Optional<StructuralSchema> schema, String path) {
        if (schema.isEmpty()) {
            return;
        }
        if (value instanceof ObjectNode object) {
            if (schema.get().embeddedResource()) {
                normalize(object, path);
            }
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                String name = entry.getKey();
                String at = schema.get().properties().containsKey(name)
                        ? FieldPath.child(path, name)
                        : FieldPath.key(path, name);
                visit(entry.getValue(), schema.get().property(name), at);
            }
        } else if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                visit(list.get(i), schema.get().items(), FieldPath.index(path, i));
            }
        }
    }

    private void normalize(ObjectNode object, String path) {
        for (String field : List.of("apiVersion", "kind")) {
            JsonNode value = object.path(field);
            if (!value.isMissingNode() && !value.isTextual()) {
                throw refusal.refuse(FieldPath.child(path, field), value, "must be a string");
            }
        }
        String at = FieldPath.child(path, "metadata");
        JsonNode metadata = object.path("metadata");
        if (metadata.isNull()) {
            object.putObject("metadata");
        } else if (metadata instanceof ObjectNode fields) {
            Pruner.prune(fields, objectMeta, new FieldTypes(what -> refusal.refuse(at, fields, what)))
                    .forEach(field -> unknown.add(FieldPath.child(at, field)));
        } else if (!metadata.isMissingNode()) {
            String what = "json: cannot unmarshal %s into Go value of type v1.ObjectMeta".formatted(jsonType(metadata));
            throw refusal.refuse(at, metadata, what);
        }
    }

    private static String jsonType(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            default -> "array";
        };
    }
}

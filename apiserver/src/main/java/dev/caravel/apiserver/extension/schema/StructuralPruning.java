package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes out of a value the properties that its schema does not know. Where {@code x-kubernetes-preserve-unknown-fields}
 * is set everything stays, except within properties that are told of again.
 */
public final class StructuralPruning {
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final List<String> unknown = new ArrayList<>();

    private StructuralPruning() {}

    /** Changes the value in place; returns what it took out, as paths within the value in alphabetical order. */
    public static List<String> prune(JsonNode value, StructuralSchema schema) {
        StructuralPruning pruning = new StructuralPruning();
        pruning.visit(value, Optional.of(schema), false, "");
        pruning.unknown.sort(null);
        return pruning.unknown;
    }

    /** @param kept whether the value is an element of a list of which everything is kept */
    private void visit(JsonNode value, Optional<StructuralSchema> schema, boolean kept, String path) {
        boolean preserving =
                kept || schema.filter(StructuralSchema::preservesUnknownFields).isPresent();
        if (preserving && schema.isEmpty()) {
            return;
        }
        if (value instanceof ObjectNode object) {
            visitObject(object, schema, preserving, path);
        } else if (value.isArray()) {
            Optional<StructuralSchema> element = schema.flatMap(StructuralSchema::items);
            for (int i = 0; i < value.size(); i++) {
                visit(value.get(i), element, preserving, FieldPath.index(path, i));
            }
        }
    }

    private void visitObject(ObjectNode object, Optional<StructuralSchema> schema, boolean preserving, String path) {
        boolean embedded = schema.filter(StructuralSchema::embeddedResource).isPresent();
        for (Iterator<Map.Entry<String, JsonNode>> entries = object.properties().iterator(); entries.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = entries.next();
            String name = entry.getKey();
            if (embedded && OBJECT_FIELDS.contains(name)) {
                continue;
            }
            String at = FieldPath.child(path, name);
            if (schema.isPresent() && isKnown(schema.get(), name)) {
                visit(entry.getValue(), schema.get().property(name), false, at);
            } else if (!preserving) {
                unknown.add(at);
                entries.remove();
            }
        }
    }

    private static boolean isKnown(StructuralSchema schema, String property) {
        return schema.properties().containsKey(property) || schema.additional().said();
    }
}

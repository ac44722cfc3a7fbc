package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes out of an object what its type does not know: fields, and what stands for absence: nulls, and lists and maps that are
 * empty, which no other form of an object tells from absent ones.
 */
public final class Pruner {
    /** Schemas have fields that hold a schema or something else, and are any JSON to their own type. */
    private static final String SCHEMA_OR = ".JSONSchemaPropsOr";

    /** Lists that are other than absent when they are empty: no policies are invalid, absent ones get defaults. */
    private static final Set<String> TELLING = Set.of("policies");

    private final FieldTypes types;
    private final List<String> unknown = new ArrayList<>();

    private Pruner(FieldTypes types) {
        this.types = types;
    }

    /** Changes the object in place; returns the paths of the unknown fields, as they stood before. */
    public static List<String> prune(ObjectNode object, Schema schema, FieldTypes types) {
        return prune(object, null, schema, types);
    }

    /** @param old its parts are left alone where the object has them in their place; null for none */
    static List<String> prune(ObjectNode object, JsonNode old, Schema schema, FieldTypes types) {
        var pruner = new Pruner(types);
        pruner.object(object, old, schema, "");
        return pruner.unknown;
    }

    private void object(ObjectNode object, JsonNode old, Schema schema, String path) {
        for (var entries = object.properties().iterator(); entries.hasNext(); ) {
            var entry = entries.next();
            var field = schema.fields().get(entry.getKey());
            var before = old == null ? null : old.get(entry.getKey());
            if (before == entry.getValue()) {
                continue;
            }
            if (field == null) {
                unknown.add(FieldPath.child(path, entry.getKey()));
                entries.remove();
            } else if (entry.getValue().isNull() && field.kind() != Kind.ANY || isNothing(entry.getValue(), field)) {
                entries.remove();
            } else {
                value(entry.getValue(), before, schema, field, FieldPath.child(path, entry.getKey()));
            }
        }
    }

    private static boolean isNothing(JsonNode value, Field field) {
        boolean empty =
                switch (field.cardinality()) {
                    case SINGLE -> false;
                    case LIST -> value.isArray() && value.isEmpty();
                    case MAP -> value.isObject() && value.isEmpty();
                };
        return empty && !field.required() && !TELLING.contains(field.jsonName());
    }

    private void value(JsonNode value, JsonNode old, Schema owner, Field field, String path) {
        types.check(value, owner, field, path);
        if (field.typeName().contains(SCHEMA_OR)) {
            within(value, owner, path);
            return;
        }
        if (field.cardinality() == Cardinality.SINGLE) {
            single(value, old, field, path);
        } else if (field.cardinality() == Cardinality.LIST) {
            for (var i = 0; i < value.size(); i++) {
                single(value.get(i), null, field, FieldPath.index(path, i));
            }
        } else {
            for (var entry : value.properties()) {
                single(entry.getValue(), null, field, FieldPath.child(path, entry.getKey()));
            }
        }
    }

    /** A schema, or several: what these do not know goes without a word, as it does upstream. */
    private void within(JsonNode value, Schema owner, String path) {
        if (value instanceof ObjectNode schema) {
            new Pruner(types).object(schema, null, owner, path);
        } else if (value.isArray()) {
            value.forEach(element -> within(element, owner, path));
        }
    }

    private void single(JsonNode value, JsonNode old, Field field, String path) {
        if (value instanceof ObjectNode nested) {
            field.type().ifPresent(type -> object(nested, old, type, path));
        }
    }
}

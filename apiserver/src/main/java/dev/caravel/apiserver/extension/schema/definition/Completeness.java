package dev.caravel.apiserver.extension.schema.definition;

import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.StructuralSchema.ValueLimits;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.List;
import java.util.Optional;

/** Sees to it that fields of which {@code allOf} and the like tell are told of outside, too. */
final class Completeness {
    private final Requirements requirements = new Requirements();

    private Completeness() {}

    static List<FieldError> check(StructuralSchema schema, String path) {
        Completeness completeness = new Completeness();
        completeness.limits(schema.values(), schema, path, path);
        return completeness.requirements.errors();
    }

    /** @param nestedPath of the limits */
    private void limits(ValueLimits limits, StructuralSchema schema, String path, String nestedPath) {
        limits.not().ifPresent(not -> nested(not, Optional.of(schema), path, nestedPath + ".not"));
        all(limits.allOf(), schema, path, nestedPath + ".allOf");
        all(limits.anyOf(), schema, path, nestedPath + ".anyOf");
        all(limits.oneOf(), schema, path, nestedPath + ".oneOf");
    }

    private void all(List<StructuralSchema> nested, StructuralSchema schema, String path, String nestedPath) {
        for (int i = 0; i < nested.size(); i++) {
            nested(nested.get(i), Optional.of(schema), path, nestedPath + "[" + i + "]");
        }
    }

    private void nested(StructuralSchema nested, Optional<StructuralSchema> found, String path, String nestedPath) {
        if (found.isEmpty()) {
            requirements.required(path, "because it is defined in " + nestedPath);
            return;
        }
        StructuralSchema schema = found.get();
        limits(nested.values(), schema, path, nestedPath);
        nested.items().ifPresent(items -> nested(items, schema.items(), path + ".items", nestedPath + ".items"));
        nested.properties()
                .forEach((name, property) -> nested(
                        property,
                        Optional.ofNullable(schema.properties().get(name)),
                        FieldPath.key(path + ".properties", name),
                        FieldPath.key(nestedPath + ".properties", name)));
    }
}

package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.definition.SchemaPath.NoSuchPathException;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fields by which objects may be chosen. */
final class SelectableFieldRules {
    private static final int MOST = 8;
    private static final Set<String> TYPES = Set.of("string", "boolean", "integer");

    private SelectableFieldRules() {}

    /** @param manyBefore whether the same fields were there before, however many */
    static List<FieldError> check(JsonNode fields, StructuralSchema schema, String path, boolean manyBefore) {
        Requirements requirements = new Requirements();
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            String said = fields.get(i).path("jsonPath").asText("");
            String at = path + "[" + i + "].jsonPath";
            if (said.isEmpty()) {
                requirements.required(at, "");
                continue;
            }
            resolve(said, schema, at, requirements).ifPresent(found -> {
                check(said, found, at, requirements);
                if (!seen.add(found.names())) {
                    requirements.add(FieldError.duplicate(at, GoText.quote(said)));
                }
            });
        }
        if (seen.size() > MOST && !manyBefore) {
            requirements.add(FieldError.tooMany(path, seen.size(), MOST));
        }
        return requirements.errors();
    }

    private static Optional<SchemaPath> resolve(
            String said, StructuralSchema schema, String at, Requirements requirements) {
        try {
            return Optional.of(SchemaPath.resolve(said, schema, false));
        } catch (NoSuchPathException e) {
            requirements.invalid(at, said, "is an invalid path: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void check(String said, SchemaPath found, String at, Requirements requirements) {
        if (found.names().getFirst().equals("metadata")) {
            requirements.invalid(at, said, "must not point to fields in metadata");
        }
        if (!TYPES.contains(found.schema().type())) {
            requirements.invalid(
                    at,
                    said,
                    "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
        }
    }
}

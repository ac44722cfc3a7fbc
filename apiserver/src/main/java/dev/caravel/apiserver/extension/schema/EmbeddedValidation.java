package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import dev.caravel.apiserver.resource.validation.MetadataValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks {@code apiVersion}, {@code kind} and {@code metadata} of Kubernetes objects that are within a value. */
public final class EmbeddedValidation {
    private static final MetadataValidation METADATA = MetadataValidation.ofCustomResources("pathSegment");

    private final List<FieldError> errors = new ArrayList<>();

    private EmbeddedValidation() {}

    /** @param path of the value; empty for a whole object */
    public static List<FieldError> check(JsonNode value, StructuralSchema schema, String path) {
        EmbeddedValidation validation = new EmbeddedValidation();
        validation.visit(value, Optional.of(schema), path);
        return validation.errors;
    }

    private void visit(JsonNode value, Optional<StructuralSchema> schema, String path) {
        if (schema.isEmpty()) {
            return;
        }
        if (value instanceof ObjectNode object) {
            if (schema.get().embeddedResource()) {
                object(object, path);
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

    private void object(ObjectNode object, String path) {
        text(object, "apiVersion", path).ifPresent(version -> {
            if (version.chars().filter(c -> c == '/').count() > 1) {
                errors.add(FieldError.invalid(
                        FieldPath.child(path, "apiVersion"),
                        GoText.quote(version),
                        "unexpected GroupVersion string: " + version));
            }
        });
        text(object, "kind", path).ifPresent(kind -> {
            List<String> faults = Formats.dns1035Label(kind.toLowerCase(Locale.ROOT));
            if (!faults.isEmpty()) {
                errors.add(FieldError.invalid(
                        FieldPath.child(path, "kind"),
                        GoText.quote(kind),
                        "may have mixed case, but should otherwise match: " + String.join(",", faults)));
            }
        });
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata(metadata, path);
        }
    }

    private Optional<String> text(ObjectNode object, String field, String path) {
        String at = FieldPath.child(path, field);
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            errors.add(FieldError.required(at, ""));
        } else if (!value.isTextual()) {
            errors.add(FieldError.invalid(at, GoText.of(value), "must be a string"));
        } else if (value.asText().isEmpty()) {
            errors.add(FieldError.invalid(at, "\"\"", "must not be empty"));
        } else {
            return Optional.of(value.asText());
        }
        return Optional.empty();
    }

    /** An object within another need not have a name. */
    private void metadata(ObjectNode metadata, String path) {
        ObjectNode named = metadata.deepCopy();
        if (named.path("name").asText("").isEmpty()) {
            named.put("name", "fakename");
        }
        ObjectNode object = metadata.objectNode();
        object.set("metadata", named);
        for (FieldError error : METADATA.validate(object)) {
            errors.add(new FieldError(error.type(), FieldPath.child(path, error.field()), error.message()));
        }
    }
}

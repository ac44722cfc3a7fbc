package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.ResourceDefinition.Subresource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sees to it that the fields of which {@code scale} tells hold what it can tell. */
final class ScaleValidation {
    private ScaleValidation() {}

    static List<FieldError> check(ObjectNode object, Subresource scale) {
        List<FieldError> errors = new ArrayList<>();
        replicas(object, scale.properties().getOrDefault("specReplicasPath", ""))
                .ifPresent(errors::add);
        replicas(object, scale.properties().getOrDefault("statusReplicasPath", ""))
                .ifPresent(errors::add);
        selector(object, scale.properties().getOrDefault("labelSelectorPath", ""))
                .ifPresent(errors::add);
        return errors;
    }

    private static Optional<FieldError> replicas(ObjectNode object, String path) {
        JsonNode value = at(object, path);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!GoText.isInteger(value)) {
            return Optional.of(FieldError.invalid(path, "0", accessorError(path, value, "int64")));
        }
        long replicas = value.asLong();
        if (replicas < 0) {
            return Optional.of(FieldError.invalid(path, Long.toString(replicas), "should be a non-negative integer"));
        }
        return replicas > Integer.MAX_VALUE
                ? Optional.of(FieldError.invalid(
                        path, Long.toString(replicas), "should be less than or equal to " + Integer.MAX_VALUE))
                : Optional.empty();
    }

    private static Optional<FieldError> selector(ObjectNode object, String path) {
        JsonNode value = path.isEmpty() ? object.path("") : at(object, path);
        return value.isMissingNode() || value.isTextual()
                ? Optional.empty()
                : Optional.of(FieldError.invalid(path, "\"\"", accessorError(path, value, "string")));
    }

    private static JsonNode at(ObjectNode object, String path) {
        JsonNode value = object;
        for (String name : (path.startsWith(".") ? path.substring(1) : path).split("\\.")) {
            value = value.path(name);
        }
        return value;
    }

    private static String accessorError(String path, JsonNode value, String wanted) {
        String type =
                switch (value.getNodeType()) {
                    case STRING -> "string";
                    case BOOLEAN -> "bool";
                    case NUMBER -> GoText.isInteger(value) ? "int64" : "float64";
                    case ARRAY -> "[]interface {}";
                    case OBJECT -> "map[string]interface {}";
                    default -> "<nil>";
                };
        return "%s accessor error: %s is of the type %s, expected %s"
                .formatted(path, value.isNull() ? "<nil>" : value.asText(), type, wanted);
    }
}

package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import java.util.List;

/** Paths that {@code scale} and printer columns read. */
final class SubresourceRules {
    private static final List<String> COLUMN_TYPES = List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> COLUMN_FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");

    private SubresourceRules() {}

    static List<FieldError> subresources(JsonNode subresources, String path) {
        JsonNode scale = subresources.path("scale");
        Requirements requirements = new Requirements();
        if (!scale.isObject()) {
            return requirements.errors();
        }
        replicas(scale, "specReplicasPath", ".spec.", path, requirements);
        replicas(scale, "statusReplicasPath", ".status.", path, requirements);
        String selector = scale.path("labelSelectorPath").asText("");
        if (!selector.isEmpty()) {
            String at = path + ".scale.labelSelectorPath";
            if (isSimplePath(selector, at, requirements)
                    && !selector.startsWith(".spec.")
                    && !selector.startsWith(".status.")) {
                requirements.invalid(at, selector, "should be a json path under either .spec or .status");
            }
        }
        return requirements.errors();
    }

    private static void replicas(JsonNode scale, String field, String under, String path, Requirements requirements) {
        String at = path + ".scale." + field;
        String said = scale.path(field).asText("");
        if (said.isEmpty()) {
            requirements.required(at, "");
        } else if (isSimplePath(said, at, requirements) && !said.startsWith(under)) {
            requirements.invalid(at, said, "should be a json path under " + under.substring(0, under.length() - 1));
        }
    }

    static List<FieldError> columns(JsonNode columns, String path) {
        Requirements requirements = new Requirements();
        for (int i = 0; i < columns.size(); i++) {
            column(columns.get(i), path + "[" + i + "]", requirements);
        }
        return requirements.errors();
    }

    private static void column(JsonNode column, String path, Requirements requirements) {
        if (column.path("name").asText("").isEmpty()) {
            requirements.required(path + ".name", "");
        }
        String type = column.path("type").asText("");
        String types = "must be one of " + String.join(",", COLUMN_TYPES);
        if (type.isEmpty()) {
            requirements.required(path + ".type", types);
        } else if (!COLUMN_TYPES.contains(type)) {
            requirements.invalid(path + ".type", type, types);
        }
        String format = column.path("format").asText("");
        if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
            requirements.invalid(path + ".format", format, "must be one of " + String.join(",", COLUMN_FORMATS));
        }
        String jsonPath = column.path("jsonPath").asText("");
        if (jsonPath.isEmpty()) {
            requirements.required(path + ".JSONPath", "");
        } else {
            isSimplePath(jsonPath, path + ".JSONPath", requirements);
        }
    }

    private static boolean isSimplePath(String said, String path, Requirements requirements) {
        if (said.startsWith(".")) {
            return true;
        }
        requirements.invalid(path, said, "must be a simple json path starting with .");
        return false;
    }
}

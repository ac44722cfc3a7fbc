package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.List;
import java.util.Locale;

/** Names of the kind and of the resource, as asked for and as granted. */
final class NameRules {
    private NameRules() {}

    /** Those without which there is no resource. */
    static List<FieldError> required(JsonNode names, String path) {
        return List.of("plural", "singular", "kind", "listKind").stream()
                .filter(name -> names.path(name).asText("").isEmpty())
                .map(name -> FieldError.required(path + "." + name, ""))
                .toList();
    }

    static List<FieldError> check(JsonNode names, String path) {
        Requirements requirements = new Requirements();
        label(names, "plural", path, requirements);
        label(names, "singular", path, requirements);
        mixedCase(names, "kind", path, requirements);
        mixedCase(names, "listKind", path, requirements);
        labels(names, "shortNames", path, requirements);
        String kind = names.path("kind").asText("");
        if (!kind.isEmpty() && kind.equals(names.path("listKind").asText(""))) {
            requirements.invalid(path + ".listKind", kind, "kind and listKind may not be the same");
        }
        labels(names, "categories", path, requirements);
        return requirements.errors();
    }

    private static void label(JsonNode names, String field, String path, Requirements requirements) {
        String name = names.path(field).asText("");
        if (!name.isEmpty()) {
            requirements.format(path + "." + field, name, Formats::dns1035Label);
        }
    }

    private static void labels(JsonNode names, String field, String path, Requirements requirements) {
        for (int i = 0; i < names.path(field).size(); i++) {
            String name = names.path(field).get(i).asText();
            requirements.format(path + "." + field + "[" + i + "]", name, Formats::dns1035Label);
        }
    }

    private static void mixedCase(JsonNode names, String field, String path, Requirements requirements) {
        String name = names.path(field).asText("");
        List<String> faults = Formats.dns1035Label(name.toLowerCase(Locale.ROOT));
        if (!name.isEmpty() && !faults.isEmpty()) {
            requirements.invalid(
                    path + "." + field,
                    name,
                    "may have mixed case, but should otherwise match: " + String.join(",", faults));
        }
    }
}

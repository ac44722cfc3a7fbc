package dev.caravel.apiserver.resource.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.resource.ResourceDefinition.Column;
import dev.caravel.apiserver.resource.ResourceDefinition.Subresource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a definition as it stands in YAML; what is left out there has the value that most resources have. */
final class DefinitionReader {
    private static final Set<String> VERBS =
            strings("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final Set<String> SUBRESOURCE_VERBS = strings("get", "patch", "update");
    private static final Set<String> SUBRESOURCE_KEYS = Set.of("kind", "group", "version", "verbs");

    private DefinitionReader() {}

    static ResourceDefinition read(JsonNode yaml) {
        var id = new GroupVersionResource(
                yaml.get("group").asText(),
                yaml.get("version").asText(),
                yaml.get("plural").asText());
        var kind = yaml.get("kind").asText();
        return new ResourceDefinition(
                id,
                kind,
                yaml.path("listKind").asText(""),
                yaml.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
                list(yaml.path("shortNames")),
                list(yaml.path("categories")),
                yaml.get("namespaced").asBoolean(),
                yaml.get("message").asText(),
                yaml.path("storage").path("prefix").asText(""),
                yaml.path("storage").path("version").asText(id.version()),
                yaml.has("verbs") ? new LinkedHashSet<>(list(yaml.get("verbs"))) : VERBS,
                subresources(yaml.path("subresources"), id, kind),
                selectableFields(yaml).keySet(),
                columns(yaml.path("columns")),
                deprecation(yaml, id, kind),
                yaml.path("generation").asBoolean());
    }

    private static Optional<String> deprecation(JsonNode yaml, GroupVersionResource id, String kind) {
        return Optional.ofNullable(yaml.get("deprecated"))
                .map(since -> "%s %s is deprecated in %s".formatted(id.apiVersion(), kind, since.asText()));
    }

    /** Where a selectable field's value comes from, by the field's name. */
    static Map<String, String> selectableFields(JsonNode yaml) {
        var sources = new LinkedHashMap<String, String>();
        yaml.path("selectableFields")
                .properties()
                .forEach(field -> sources.put(field.getKey(), field.getValue().asText()));
        return sources;
    }

    private static Map<String, Subresource> subresources(JsonNode yaml, GroupVersionResource id, String kind) {
        var subresources = new LinkedHashMap<String, Subresource>();
        for (var entry : yaml.properties()) {
            var subresource = entry.getValue();
            var properties = new HashMap<String, String>();
            for (var property : subresource.properties()) {
                if (!SUBRESOURCE_KEYS.contains(property.getKey())) {
                    properties.put(property.getKey(), property.getValue().asText());
                }
            }
            subresources.put(
                    entry.getKey(),
                    new Subresource(
                            entry.getKey(),
                            subresource.path("group").asText(id.group()),
                            subresource.path("version").asText(id.version()),
                            subresource.path("kind").asText(kind),
                            subresource.has("verbs")
                                    ? new LinkedHashSet<>(list(subresource.get("verbs")))
                                    : SUBRESOURCE_VERBS,
                            Map.copyOf(properties)));
        }
        return subresources;
    }

    private static List<Column> columns(JsonNode yaml) {
        var columns = new ArrayList<Column>();
        for (var column : yaml) {
            columns.add(new Column(
                    column.get("name").asText(),
                    column.path("type").asText("string"),
                    column.path("format").asText(""),
                    column.path("description").asText(""),
                    column.path("priority").asInt(0),
                    column.get("source").asText()));
        }
        return List.copyOf(columns);
    }

    private static List<String> list(JsonNode array) {
        var values = new ArrayList<String>();
        array.forEach(value -> values.add(value.asText()));
        return List.copyOf(values);
    }

    private static Set<String> strings(String... values) {
        return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(List.of(values)));
    }
}

package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.resource.ResourceDefinition.Column;
import dev.caravel.apiserver.resource.ResourceDefinition.Subresource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says of a version of a CustomResourceDefinition what built-in resources' definitions say of them. */
final class CustomResourceDefinitionReader {
    private static final Set<String> VERBS =
            strings("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
    private static final Set<String> SUBRESOURCE_VERBS = strings("get", "patch", "update");
    private static final Column AGE = new Column(
            "Age",
            "date",
            "",
            "CreationTimestamp is a timestamp representing the server time when this object was created. It is not"
                    + " guaranteed to be set in happens-before order across separate operations. Clients may not set this"
                    + " value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only."
                    + " Null for lists. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
            0,
            ".metadata.creationTimestamp");

    private CustomResourceDefinitionReader() {}

    /** The names are those that the CRD has been granted; those that it asks for where it has been granted none. */
    static ResourceDefinition read(ObjectNode crd, JsonNode version) {
        JsonNode spec = crd.path("spec");
        JsonNode names = crd.at("/status/acceptedNames");
        if (names.path("plural").asText("").isEmpty()) {
            names = spec.path("names");
        }
        GroupVersionResource id = new GroupVersionResource(
                spec.path("group").asText(),
                version.path("name").asText(),
                names.path("plural").asText());
        String kind = names.path("kind").asText();
        return new ResourceDefinition(
                id,
                kind,
                names.path("listKind").asText(kind + "List"),
                names.path("singular").asText(""),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                spec.path("scope").asText().equals("Namespaced"),
                schemaName(id.group(), id.version(), kind),
                id.group() + "/" + id.resource(),
                storageVersion(spec),
                VERBS,
                subresources(version.path("subresources"), id, kind),
                selectableFields(version),
                columns(version.path("additionalPrinterColumns")),
                VersionDeprecation.of(spec, version),
                true);
    }

    /** {@code com.example.stable.v1.CronTab} is the CronTab of stable.example.com/v1: upstream's name in OpenAPI. */
    static String schemaName(String group, String version, String kind) {
        List<String> parts = new ArrayList<>(List.of(group.split("\\.")));
        Collections.reverse(parts);
        return String.join(".", parts) + "." + version + "." + kind;
    }

    private static String storageVersion(JsonNode spec) {
        for (JsonNode version : spec.path("versions")) {
            if (version.path("storage").asBoolean()) {
                return version.path("name").asText();
            }
        }
        return "";
    }

    private static Map<String, Subresource> subresources(JsonNode said, GroupVersionResource id, String kind) {
        Map<String, Subresource> subresources = new LinkedHashMap<>();
        if (said.has("status")) {
            subresources.put(
                    "status", new Subresource("status", id.group(), id.version(), kind, SUBRESOURCE_VERBS, Map.of()));
        }
        if (said.has("scale")) {
            Map<String, String> paths = new LinkedHashMap<>();
            said.path("scale")
                    .properties()
                    .forEach(path -> paths.put(path.getKey(), path.getValue().asText()));
            subresources.put("scale", new Subresource("scale", "autoscaling", "v1", "Scale", SUBRESOURCE_VERBS, paths));
        }
        return subresources;
    }

    /** {@code spec.color} for the path {@code .spec.color}. */
    private static Set<String> selectableFields(JsonNode version) {
        Set<String> fields = new LinkedHashSet<>();
        for (JsonNode field : version.path("selectableFields")) {
            String path = field.path("jsonPath").asText();
            fields.add(path.startsWith(".") ? path.substring(1) : path);
        }
        return fields;
    }

    private static List<Column> columns(JsonNode said) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : said) {
            columns.add(new Column(
                    column.path("name").asText(),
                    column.path("type").asText(),
                    column.path("format").asText(""),
                    column.path("description").asText(""),
                    column.path("priority").asInt(0),
                    column.path("jsonPath").asText()));
        }
        return columns.isEmpty() ? List.of(AGE) : List.copyOf(columns);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private static Set<String> strings(String... values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(values)));
    }
}

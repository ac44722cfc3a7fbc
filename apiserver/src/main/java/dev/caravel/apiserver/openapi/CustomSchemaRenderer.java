package dev.caravel.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.ResourceDefinition;
import java.util.List;
import java.util.function.Function;

/**
 * Publishes the schemas of CustomResourceDefinitions as they stand, with what every object has besides. OpenAPI v2 gets less:
 * what its readers, old kubectls above all, cannot cope with is left out, as upstream does.
 */
final class CustomSchemaRenderer {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final String API_VERSION_TEXT =
            "APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized"
                    + " schemas to the latest internal value, and may reject unrecognized values. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources";
    private static final String KIND_TEXT =
            "Kind is a string value representing the REST resource this object represents. Servers may infer this from the"
                    + " endpoint the client submits requests to. Cannot be updated. In CamelCase. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds";
    private static final String METADATA_TEXT = "Standard object's metadata. More info:"
            + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";
    private static final String LIST_METADATA_TEXT = "Standard list metadata. More info:"
            + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds";

    /** Keywords that hold a schema, and those that hold several by name. */
    private static final List<String> JUNCTIONS = List.of("allOf", "anyOf", "oneOf", "not");

    private final OpenApiVersion version;
    private final Function<String, ObjectNode> reference;

    /** @param reference to a type, by its message's name */
    CustomSchemaRenderer(OpenApiVersion version, Function<String, ObjectNode> reference) {
        this.version = version;
        this.reference = reference;
    }

    /** @param schema an {@code openAPIV3Schema}; not changed */
    ObjectNode render(ObjectNode schema) {
        boolean v2 = version == OpenApiVersion.V2;
        if (schema.isEmpty() || v2 && preservesUnknownFields(schema)) {
            return JSON.objectNode().put("type", "object");
        }
        ObjectNode rendered = schema.deepCopy();
        if (v2) {
            simplify(rendered);
        }
        ObjectNode properties = rendered.withObject("/properties");
        properties.set("apiVersion", text(API_VERSION_TEXT));
        properties.set("kind", text(KIND_TEXT));
        properties.set("metadata", described(META + "ObjectMeta", METADATA_TEXT));
        addEmbedded(rendered);
        return rendered;
    }

    ObjectNode renderList(ResourceDefinition definition) {
        ObjectNode rendered = JSON.objectNode()
                .put("description", "%s is a list of %s".formatted(definition.listKind(), definition.kind()))
                .put("type", "object");
        rendered.putArray("required").add("items");
        ObjectNode properties = rendered.putObject("properties");
        properties.set("apiVersion", text(API_VERSION_TEXT));
        ObjectNode items = properties
                .putObject("items")
                .put(
                        "description",
                        "List of %s. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md"
                                .formatted(definition.id().resource()))
                .put("type", "array");
        items.set("items", reference.apply(definition.message()));
        properties.set("kind", text(KIND_TEXT));
        properties.set("metadata", described(META + "ListMeta", LIST_METADATA_TEXT));
        return rendered;
    }

    private static ObjectNode text(String description) {
        return JSON.objectNode().put("description", description).put("type", "string");
    }

    private ObjectNode described(String message, String description) {
        ObjectNode described = JSON.objectNode().put("description", description);
        if (version == OpenApiVersion.V2) {
            described.setAll(reference.apply(message));
        } else {
            described.putArray("allOf").add(reference.apply(message));
        }
        return described;
    }

    private static boolean preservesUnknownFields(JsonNode schema) {
        return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    }

    private void simplify(ObjectNode schema) {
        JUNCTIONS.forEach(schema::remove);
        boolean preserves = preservesUnknownFields(schema);
        if (schema.path("nullable").asBoolean()) {
            schema.remove(List.of("type", "nullable", "items", "properties"));
        }
        if (preserves) {
            schema.remove(List.of("items", "properties"));
        }
        String type = schema.path("type").asText();
        if (type.equals("array") && !schema.has("items") || preserves && type.equals("object")) {
            schema.remove("type");
        }
        dropNullableFromRequired(schema);
        children(schema).forEach(this::simplify);
    }

    private static void dropNullableFromRequired(ObjectNode schema) {
        if (!(schema.get("required") instanceof ArrayNode required)) {
            return;
        }
        for (int i = required.size() - 1; i >= 0; i--) {
            if (schema.path("properties")
                    .path(required.get(i).asText())
                    .path("nullable")
                    .asBoolean()) {
                required.remove(i);
            }
        }
        if (required.isEmpty() || schema.at("/additionalProperties/nullable").asBoolean()) {
            schema.remove("required");
        }
    }

    private void addEmbedded(ObjectNode schema) {
        children(schema).forEach(this::addEmbedded);
        boolean hidden = version == OpenApiVersion.V2 && preservesUnknownFields(schema);
        if (!schema.path("x-kubernetes-embedded-resource").asBoolean() || hidden) {
            return;
        }
        ObjectNode properties = schema.withObject("/properties");
        properties.set("apiVersion", text(lowerCased(API_VERSION_TEXT)));
        properties.set("kind", text(lowerCased(KIND_TEXT)));
        properties.set("metadata", described(META + "ObjectMeta", METADATA_TEXT));
        ArrayNode required = schema.withArray("required");
        for (String name : List.of("kind", "apiVersion")) {
            if (required.valueStream().noneMatch(each -> each.asText().equals(name))) {
                required.add(name);
            }
        }
    }

    private static String lowerCased(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static List<ObjectNode> children(ObjectNode schema) {
        List<ObjectNode> children = new java.util.ArrayList<>();
        schema.path("properties").forEach(child -> add(child, children));
        add(schema.path("items"), children);
        add(schema.path("additionalProperties"), children);
        return children;
    }

    private static void add(JsonNode child, List<ObjectNode> children) {
        if (child instanceof ObjectNode object) {
            children.add(object);
        }
    }
}

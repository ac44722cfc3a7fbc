package dev.caravel.apiserver.extension.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.OpenApiEncoder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What remote servers said last of their resources: {@code APIResourceList}s by APIService. Thread-safe. */
final class RemoteResources {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, ObjectNode> lists = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> descriptions = new ConcurrentHashMap<>();
    private final Map<String, SwaggerPart> swaggers = new ConcurrentSkipListMap<>();

    /** @throws IOException when that is no list of resources */
    void put(String apiService, byte[] body) throws IOException {
        ObjectNode list = JsonCodec.readObject(body);
        if (!list.path("resources").isArray()) {
            throw new IOException("the answer is no APIResourceList");
        }
        lists.put(apiService, list);
    }

    /** What a server's {@code /openapi/v3} says of where a group version is described; nothing when it has no such thing. */
    void putDescription(ApiService service, byte[] index) throws IOException {
        String path = service.groupVersion().path().substring(1);
        JsonNode entry = JsonCodec.readObject(index).path("paths").path(path);
        if (entry instanceof ObjectNode description) {
            descriptions.put(service.name(), JSON.objectNode().set(path, description));
        }
    }

    /**
     * What a server's {@code /openapi/v2} says of its group version.
     *
     * @throws IOException when that is not OpenAPI v2: it would spoil the document that all servers share
     */
    void putSwagger(ApiService service, byte[] document) throws IOException {
        SwaggerPart part = SwaggerPart.of(JsonCodec.readObject(document), service.groupVersion());
        ObjectNode alone = JSON.objectNode();
        part.addTo(alone);
        try {
            OpenApiEncoder.encode(alone);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        swaggers.put(service.name(), part);
    }

    /** What to add to this server's own OpenAPI v2 document. */
    List<SwaggerPart> swaggers() {
        return List.copyOf(swaggers.values());
    }

    /** Adds them to {@code paths} of this server's own index, in place. */
    void describeIn(ObjectNode paths) {
        descriptions.values().forEach(paths::setAll);
    }

    void forget(String apiService) {
        lists.remove(apiService);
        descriptions.remove(apiService);
        swaggers.remove(apiService);
    }

    /** As aggregated discovery (KEP-3352) has a version. */
    ObjectNode describe(ApiService service) {
        ObjectNode version =
                JSON.objectNode().put("version", service.groupVersion().version());
        ArrayNode described = version.putArray("resources");
        Optional<ObjectNode> known = Optional.ofNullable(lists.get(service.name()));
        known.ifPresent(list -> list.path("resources").forEach(resource -> {
            String name = resource.path("name").asText();
            if (!name.contains("/")) {
                described.add(describe(name, resource, list.path("resources")));
            }
        }));
        return version.put("freshness", service.available() && known.isPresent() ? "Current" : "Stale");
    }

    private static ObjectNode describe(String name, JsonNode resource, JsonNode all) {
        ObjectNode entry = JSON.objectNode().put("resource", name);
        entry.set("responseKind", kind(resource));
        entry.put("scope", resource.path("namespaced").asBoolean() ? "Namespaced" : "Cluster")
                .put("singularResource", resource.path("singularName").asText());
        entry.set("verbs", resource.path("verbs"));
        for (String list : List.of("shortNames", "categories")) {
            if (!resource.path(list).isEmpty()) {
                entry.set(list, resource.get(list));
            }
        }
        for (JsonNode each : all) {
            String path = each.path("name").asText();
            if (path.startsWith(name + "/")) {
                ObjectNode subresource = entry.withArray("subresources").addObject();
                subresource.put("subresource", path.substring(name.length() + 1));
                subresource.set("responseKind", kind(each));
                subresource.set("verbs", each.path("verbs"));
            }
        }
        return entry;
    }

    private static ObjectNode kind(JsonNode resource) {
        return JSON.objectNode()
                .put("group", resource.path("group").asText())
                .put("version", resource.path("version").asText())
                .put("kind", resource.path("kind").asText());
    }
}

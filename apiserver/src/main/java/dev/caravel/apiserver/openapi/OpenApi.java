package dev.caravel.apiserver.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.discovery.Document;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.resource.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The API in OpenAPI's words, for clients that validate, explain and complete. A document is made when it is first asked
 * for. Thread-safe: make a new one of a changed catalog.
 */
public final class OpenApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String INDEX = "/openapi/v3";

    private final List<Resource> resources;
    private final Function<String, Optional<Schema>> types;
    private final Map<String, List<Resource>> byPath;
    private final Map<String, Document> made = new ConcurrentHashMap<>();

    /** @param types finds a type by its message's name */
    public OpenApi(ResourceCatalog catalog, Function<String, Optional<Schema>> types) {
        requireNonNull(types, "types is null");
        this.resources = List.copyOf(catalog.all());
        this.types = types;
        this.byPath = resources.stream()
                .collect(Collectors.groupingBy(OpenApi::pathOf, LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * The document at {@code /openapi/v2}, {@code /openapi/v3} or below.
     *
     * @param accept the request's header; JSON is all that is spoken, and given even to those who want something else
     */
    public Optional<Document> get(String path, String accept) {
        if (path.equals("/openapi/v2")) {
            return Optional.of(made.computeIfAbsent(path, _ -> version2()));
        }
        if (path.equals(INDEX)) {
            return Optional.of(index());
        }
        if (path.startsWith(INDEX + "/") && byPath.containsKey(path.substring(INDEX.length() + 1))) {
            return Optional.of(groupVersion(path));
        }
        return Optional.empty();
    }

    private static String pathOf(Resource resource) {
        return (resource.id().group().isEmpty() ? "api/" : "apis/")
                + resource.id().apiVersion();
    }

    private Document index() {
        var known = made.get(INDEX);
        if (known != null) {
            return known;
        }
        var index = JSON.objectNode();
        var paths = index.putObject("paths");
        for (var path : byPath.keySet()) {
            var url = INDEX + "/" + path;
            paths.putObject(path)
                    .put("serverRelativeURL", url + "?hash=" + groupVersion(url).etag());
        }
        var document = json(index);
        made.put(INDEX, document);
        return document;
    }

    /** Two threads may make the same document; equal, so no harm. */
    private Document groupVersion(String path) {
        var known = made.get(path);
        if (known != null) {
            return known;
        }
        var document = version3(byPath.get(path.substring(INDEX.length() + 1)));
        made.put(path, document);
        return document;
    }

    private Document version3(List<Resource> described) {
        var description = describe(OpenApiVersion.V3, described);
        var document = JSON.objectNode().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "1.36");
        document.set("paths", description.paths());
        var components = document.putObject("components");
        components.set("schemas", description.definitions());
        components.putObject("securitySchemes").set("BearerToken", bearerToken());
        return json(document);
    }

    private Document version2() {
        var description = describe(OpenApiVersion.V2, resources);
        var document = JSON.objectNode().put("swagger", "2.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.36");
        document.set("paths", description.paths());
        document.set("definitions", description.definitions());
        document.putObject("securityDefinitions").set("BearerToken", bearerToken());
        document.putArray("security").addObject().putArray("BearerToken");
        return json(document);
    }

    private ApiDescription describe(OpenApiVersion version, List<Resource> described) {
        var description = new ApiDescription(version, types, resources);
        described.forEach(description::add);
        return description;
    }

    private static ObjectNode bearerToken() {
        return JSON.objectNode()
                .put("type", "apiKey")
                .put("description", "Bearer Token authentication")
                .put("name", "authorization")
                .put("in", "header");
    }

    private static Document json(ObjectNode document) {
        return Document.of("application/json", document.toString().getBytes(UTF_8));
    }
}

package dev.caravel.apiserver.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.discovery.Document;
import dev.caravel.apiserver.protobuf.OpenApiEncoder;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.resource.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The API in OpenAPI's words, for clients that validate, explain and complete. A document is made when it is first asked
 * for, and anew after {@link #refresh} where its resources are others. Thread-safe.
 */
public final class OpenApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String VERSION_2 = "/openapi/v2";
    private static final String INDEX = "/openapi/v3";
    private static final String PROTOBUF_TYPE = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /** As the first choice; older clients write its version after an at sign. */
    private static final Pattern PROTOBUF =
            Pattern.compile("^\\s*application/com\\.github\\.proto-openapi\\.spec\\.v2[.@]v1\\.0\\+protobuf\\s*(,|$)");

    /** What is described, and the documents of it that somebody has asked for. */
    private record Edition(
            List<Resource> resources, Map<String, List<Resource>> byPath, ConcurrentMap<String, Document> made) {
        static Edition of(ResourceCatalog catalog) {
            List<Resource> resources = List.copyOf(catalog.all());
            return new Edition(
                    resources,
                    resources.stream()
                            .collect(Collectors.groupingBy(OpenApi::pathOf, LinkedHashMap::new, Collectors.toList())),
                    new ConcurrentHashMap<>());
        }

        /** Takes over the documents of those group versions whose resources are the same. */
        void adopt(Edition older) {
            byPath.forEach((path, described) -> {
                Document known = older.made().get(INDEX + "/" + path);
                if (known != null && described.equals(older.byPath().get(path))) {
                    made.put(INDEX + "/" + path, known);
                }
            });
        }
    }

    private final ResourceCatalog catalog;
    private final Function<String, Optional<Schema>> types;
    private volatile Edition edition;

    /** @param types finds a type by its message's name */
    public OpenApi(ResourceCatalog catalog, Function<String, Optional<Schema>> types) {
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.types = requireNonNull(types, "types is null");
        this.edition = Edition.of(catalog);
    }

    /** To be called when the catalog has changed. */
    public void refresh() {
        Edition next = Edition.of(catalog);
        next.adopt(edition);
        edition = next;
    }

    /**
     * The document at {@code /openapi/v2}, {@code /openapi/v3} or below.
     *
     * @param accept the request's header; protobuf is made of version 2 for those who prefer it, JSON for everybody else
     */
    public Optional<Document> get(String path, String accept) {
        Edition now = edition;
        if (path.equals(VERSION_2)) {
            return Optional.of(prefersProtobuf(accept) ? protobuf(now) : version2(now));
        }
        if (path.equals(INDEX)) {
            return Optional.of(index(now));
        }
        if (path.startsWith(INDEX + "/") && now.byPath().containsKey(path.substring(INDEX.length() + 1))) {
            return Optional.of(groupVersion(now, path));
        }
        return Optional.empty();
    }

    /** Whether whoever sends that header has a document of version 2 as protobuf. */
    public static boolean prefersProtobuf(String accept) {
        return PROTOBUF.matcher(accept).find();
    }

    /** A document of version 2 as protobuf. */
    public static Document protobuf(ObjectNode swagger, String etag) {
        return new Document(PROTOBUF_TYPE, OpenApiEncoder.encode(swagger), etag);
    }

    private static String pathOf(Resource resource) {
        return (resource.id().group().isEmpty() ? "api/" : "apis/")
                + resource.id().apiVersion();
    }

    private Document index(Edition now) {
        var known = now.made().get(INDEX);
        if (known != null) {
            return known;
        }
        var index = JSON.objectNode();
        var paths = index.putObject("paths");
        for (var path : now.byPath().keySet()) {
            var url = INDEX + "/" + path;
            paths.putObject(path)
                    .put(
                            "serverRelativeURL",
                            url + "?hash=" + groupVersion(now, url).etag());
        }
        var document = json(index);
        now.made().put(INDEX, document);
        return document;
    }

    /** Two threads may make the same document; equal, so no harm. */
    private Document groupVersion(Edition now, String path) {
        var known = now.made().get(path);
        if (known != null) {
            return known;
        }
        var document = version3(now, now.byPath().get(path.substring(INDEX.length() + 1)));
        now.made().put(path, document);
        return document;
    }

    private Document version3(Edition now, List<Resource> described) {
        var description = describe(now, OpenApiVersion.V3, described);
        var document = JSON.objectNode().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "1.36");
        document.set("paths", description.paths());
        var components = document.putObject("components");
        components.set("schemas", description.definitions());
        components.putObject("securitySchemes").set("BearerToken", bearerToken());
        return json(document);
    }

    private Document version2(Edition now) {
        return now.made().computeIfAbsent(VERSION_2, _ -> json(swagger(now)));
    }

    private Document protobuf(Edition now) {
        Document same = version2(now);
        return now.made().computeIfAbsent(VERSION_2 + " protobuf", _ -> protobuf(swagger(now), same.etag()));
    }

    private ObjectNode swagger(Edition now) {
        var description = describe(now, OpenApiVersion.V2, now.resources());
        var document = JSON.objectNode().put("swagger", "2.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.36");
        document.set("paths", description.paths());
        document.set("definitions", description.definitions());
        document.putObject("securityDefinitions").set("BearerToken", bearerToken());
        document.putArray("security").addObject().putArray("BearerToken");
        return document;
    }

    private ApiDescription describe(Edition now, OpenApiVersion version, List<Resource> described) {
        var description = new ApiDescription(version, types, now.resources());
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

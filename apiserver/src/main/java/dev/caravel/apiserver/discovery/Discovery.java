package dev.caravel.apiserver.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is served, told to clients; every document is made once, and anew after {@link #refresh}. Thread-safe. */
public final class Discovery {
    private static final String JSON = "application/json";
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private record Documents(Map<String, Document> legacy, Map<String, Document> aggregated) {}

    private final ResourceCatalog catalog;
    private final String serverAddress;
    private volatile Documents documents;

    /** @param serverAddress host and port by which clients reach the server */
    public Discovery(ResourceCatalog catalog, String serverAddress) {
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.serverAddress = requireNonNull(serverAddress, "serverAddress is null");
        this.documents = make();
    }

    /** To be called when the catalog has changed. */
    public void refresh() {
        documents = make();
    }

    private Documents make() {
        Map<String, Document> legacy = new HashMap<>();
        Map<String, Document> aggregated = new HashMap<>();
        var groups = GroupVersions.of(catalog.all());
        var named = new LinkedHashMap<>(groups);
        var core = named.remove("");
        legacy.put("/api", json(LegacyDiscovery.coreVersions(core.keySet(), serverAddress)));
        legacy.put("/apis", json(LegacyDiscovery.groupList(versions(named))));
        versions(named)
                .forEach((group, versions) ->
                        legacy.put("/apis/" + group, json(LegacyDiscovery.group(group, versions))));
        groups.forEach((group, versions) -> versions.forEach((version, resources) -> legacy.put(
                (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version,
                json(LegacyDiscovery.resources(group, version, resources)))));
        aggregated.put("/api", Document.of(AGGREGATED, bytes(AggregatedDiscovery.groups(Map.of("", core)))));
        aggregated.put("/apis", Document.of(AGGREGATED, bytes(AggregatedDiscovery.groups(named))));
        return new Documents(Map.copyOf(legacy), Map.copyOf(aggregated));
    }

    /**
     * The document at a path, in the form that the client wants most.
     *
     * @param path such as {@code /apis/apps/v1}; a slash at the end does not matter
     * @param accept the request's header; may be empty
     */
    public Optional<Document> get(String path, String accept) {
        var plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Documents now = documents;
        if (wantsAggregated(accept) && now.aggregated().containsKey(plain)) {
            return Optional.of(now.aggregated().get(plain));
        }
        return Optional.ofNullable(now.legacy().get(plain));
    }

    /** All paths that have a document. */
    public Set<String> paths() {
        return documents.legacy().keySet();
    }

    private static boolean wantsAggregated(String accept) {
        for (var type : accept.split(",")) {
            var compact = type.replace(" ", "");
            if (compact.startsWith(JSON)
                    && compact.contains(";as=APIGroupDiscoveryList")
                    && compact.contains(";v=v2;")) {
                return true;
            }
            if (compact.equals(JSON)) {
                return false;
            }
        }
        return false;
    }

    private static Map<String, java.util.Set<String>> versions(Map<String, ? extends Map<String, ?>> groups) {
        var versions = new LinkedHashMap<String, java.util.Set<String>>();
        groups.forEach((group, byVersion) -> versions.put(group, byVersion.keySet()));
        return versions;
    }

    private static Document json(ObjectNode document) {
        return Document.of(JSON, bytes(document));
    }

    private static byte[] bytes(ObjectNode document) {
        return (document + "\n").getBytes(UTF_8);
    }
}

package dev.caravel.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceDefinition;
import java.util.List;
import java.util.Map;

/** All of discovery in one document (KEP-3352). */
final class AggregatedDiscovery {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AggregatedDiscovery() {}

    static ObjectNode groups(Map<String, Map<String, List<Resource>>> groups) {
        var document =
                JSON.objectNode().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        document.putObject("metadata");
        var items = document.putArray("items");
        groups.forEach((group, versions) -> {
            var item = items.addObject();
            var metadata = item.putObject("metadata");
            if (!group.isEmpty()) {
                metadata.put("name", group);
            }
            var list = item.putArray("versions");
            versions.forEach((version, resources) -> {
                var entry = list.addObject().put("version", version);
                var descriptions = entry.putArray("resources");
                resources.forEach(resource -> descriptions.add(describe(resource.definition())));
                entry.put("freshness", "Current");
            });
        });
        return document;
    }

    private static ObjectNode describe(ResourceDefinition definition) {
        var entry = JSON.objectNode().put("resource", definition.id().resource());
        entry.putObject("responseKind").put("group", "").put("version", "").put("kind", definition.kind());
        entry.put("scope", definition.namespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", definition.singular());
        definition.verbs().forEach(entry.putArray("verbs")::add);
        if (!definition.shortNames().isEmpty()) {
            definition.shortNames().forEach(entry.putArray("shortNames")::add);
        }
        if (!definition.categories().isEmpty()) {
            definition.categories().forEach(entry.putArray("categories")::add);
        }
        if (!definition.subresources().isEmpty()) {
            var subresources = entry.putArray("subresources");
            definition.subresources().values().forEach(sub -> subresources.add(describe(definition, sub)));
        }
        return entry;
    }

    private static ObjectNode describe(ResourceDefinition definition, ResourceDefinition.Subresource subresource) {
        var entry = JSON.objectNode().put("subresource", subresource.name());
        var foreign = !subresource.group().equals(definition.id().group());
        entry.putObject("responseKind")
                .put("group", foreign ? subresource.group() : "")
                .put("version", foreign ? subresource.version() : "")
                .put("kind", subresource.kind());
        subresource.verbs().forEach(entry.putArray("verbs")::add);
        return entry;
    }
}

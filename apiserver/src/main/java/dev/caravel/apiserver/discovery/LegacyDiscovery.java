package dev.caravel.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The documents of discovery that have one path per group and version. */
final class LegacyDiscovery {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private LegacyDiscovery() {}

    /** {@code /api}; tells old clients where the server is. */
    static ObjectNode coreVersions(Collection<String> versions, String serverAddress) {
        var document = JSON.objectNode().put("kind", "APIVersions");
        versions.forEach(document.putArray("versions")::add);
        document.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", serverAddress);
        return document;
    }

    /** {@code /apis}. */
    static ObjectNode groupList(Map<String, ? extends Collection<String>> versionsByGroup) {
        var document = JSON.objectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
        var groups = document.putArray("groups");
        versionsByGroup.forEach((group, versions) -> groups.add(describe(JSON.objectNode(), group, versions)));
        return document;
    }

    /** {@code /apis/<group>}. */
    static ObjectNode group(String group, Collection<String> versions) {
        return describe(JSON.objectNode().put("kind", "APIGroup").put("apiVersion", "v1"), group, versions);
    }

    private static ObjectNode describe(ObjectNode document, String group, Collection<String> versions) {
        document.put("name", group);
        var list = document.putArray("versions");
        versions.forEach(version -> list.add(groupVersion(group, version)));
        document.set("preferredVersion", groupVersion(group, versions.iterator().next()));
        return document;
    }

    private static ObjectNode groupVersion(String group, String version) {
        return JSON.objectNode()
                .put("groupVersion", GroupVersions.name(group, version))
                .put("version", version);
    }

    /** {@code /api/v1} and {@code /apis/<group>/<version>}. */
    static ObjectNode resources(String group, String version, List<Resource> resources) {
        var document = JSON.objectNode().put("kind", "APIResourceList");
        if (!group.isEmpty()) {
            document.put("apiVersion", "v1");
        }
        document.put("groupVersion", GroupVersions.name(group, version));
        var list = document.putArray("resources");
        for (var resource : resources) {
            var definition = resource.definition();
            list.add(describe(resource));
            definition.subresources().values().forEach(sub -> list.add(describe(definition, sub)));
        }
        return document;
    }

    private static ObjectNode describe(Resource resource) {
        var definition = resource.definition();
        var entry = JSON.objectNode()
                .put("name", definition.id().resource())
                .put("singularName", definition.singular())
                .put("namespaced", definition.namespaced())
                .put("kind", definition.kind());
        definition.verbs().forEach(entry.putArray("verbs")::add);
        if (!definition.shortNames().isEmpty()) {
            definition.shortNames().forEach(entry.putArray("shortNames")::add);
        }
        if (!definition.categories().isEmpty()) {
            definition.categories().forEach(entry.putArray("categories")::add);
        }
        if (!definition.storagePrefix().isEmpty()) {
            entry.put("storageVersionHash", StorageVersionHash.of(resource));
        }
        return entry;
    }

    private static ObjectNode describe(ResourceDefinition definition, ResourceDefinition.Subresource subresource) {
        var entry = JSON.objectNode()
                .put("name", definition.id().resource() + "/" + subresource.name())
                .put("singularName", "")
                .put("namespaced", definition.namespaced());
        if (!subresource.group().equals(definition.id().group())) {
            entry.put("group", subresource.group()).put("version", subresource.version());
        }
        entry.put("kind", subresource.kind());
        subresource.verbs().forEach(entry.putArray("verbs")::add);
        return entry;
    }
}

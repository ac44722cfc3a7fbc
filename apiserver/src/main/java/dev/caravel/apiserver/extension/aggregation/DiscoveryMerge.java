package dev.caravel.apiserver.extension.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Puts the group versions of remote APIServices into this server's own documents, by their priorities. Pure. */
final class DiscoveryMerge {
    /** Before all others: this server's own group, which no APIService stands for. */
    private static final int FIRST = Integer.MAX_VALUE;

    private final List<ApiService> remote;
    private final Map<String, Integer> groupPriorities = new HashMap<>();
    private final Map<GroupVersion, Integer> versionPriorities = new HashMap<>();

    DiscoveryMerge(Collection<ApiService> services) {
        remote = services.stream()
                .filter(each -> each.service().isPresent())
                .sorted(Comparator.comparing(ApiService::name))
                .toList();
        for (ApiService each : services) {
            groupPriorities.merge(each.groupVersion().group(), each.groupPriorityMinimum(), Math::max);
            versionPriorities.put(each.groupVersion(), each.versionPriority());
        }
    }

    /** @param list {@code APIGroupList}, changed in place */
    void into(ObjectNode list) {
        merge(list, "groups", group -> group.path("name").asText(), each -> legacyVersion(list, each));
        for (JsonNode group : list.path("groups")) {
            ((ObjectNode) group).set("preferredVersion", group.path("versions").path(0));
        }
    }

    /** @param list {@code APIGroupDiscoveryList}, changed in place */
    void into(ObjectNode list, Function<ApiService, ObjectNode> describe) {
        merge(list, "items", group -> group.path("metadata").path("name").asText(), describe);
    }

    private static ObjectNode legacyVersion(ObjectNode list, ApiService service) {
        return list.objectNode()
                .put("groupVersion", service.groupVersion().toString())
                .put("version", service.groupVersion().version());
    }

    private void merge(
            ObjectNode list,
            String field,
            Function<JsonNode, String> nameOf,
            Function<ApiService, ObjectNode> describe) {
        Map<String, ObjectNode> groups = new LinkedHashMap<>();
        list.path(field).forEach(group -> groups.put(nameOf.apply(group), (ObjectNode) group));
        for (ApiService each : remote) {
            String name = each.groupVersion().group();
            ObjectNode group = groups.computeIfAbsent(name, _ -> newGroup(list, field, name));
            ArrayNode versions = group.withArray("versions");
            String version = each.groupVersion().version();
            for (int i = versions.size() - 1; i >= 0; i--) {
                if (versions.get(i).path("version").asText().equals(version)) {
                    versions.remove(i); // the APIService says who serves it
                }
            }
            versions.add(describe.apply(each));
            sort(
                    versions,
                    entry -> versionPriorities.getOrDefault(
                            new GroupVersion(name, entry.path("version").asText()), Priority.CUSTOM.version()));
        }
        ArrayNode all = list.putArray(field);
        groups.values().forEach(all::add);
        sort(all, group -> groupPriorities.getOrDefault(nameOf.apply(group), FIRST));
    }

    private static ObjectNode newGroup(ObjectNode list, String field, String name) {
        ObjectNode group = list.objectNode();
        if (field.equals("groups")) {
            return group.put("name", name);
        }
        group.putObject("metadata").put("name", name);
        return group;
    }

    /** The highest first; equals stay in their order. */
    private static void sort(ArrayNode array, Function<JsonNode, Integer> priority) {
        List<JsonNode> entries = new ArrayList<>();
        array.forEach(entries::add);
        entries.sort(Comparator.comparing(priority).reversed());
        array.removeAll().addAll(entries);
    }
}

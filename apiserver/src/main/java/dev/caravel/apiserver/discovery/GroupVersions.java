package dev.caravel.apiserver.discovery;

import dev.caravel.apiserver.resource.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The served resources by group and version, in the order of discovery: the preferred version of a group comes first. */
final class GroupVersions {
    private GroupVersions() {}

    /** Group to version to resources. */
    static Map<String, Map<String, List<Resource>>> of(Iterable<Resource> resources) {
        var groups = new LinkedHashMap<String, Map<String, List<Resource>>>();
        for (var resource : resources) {
            groups.computeIfAbsent(resource.id().group(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(resource.id().version(), _ -> new ArrayList<>())
                    .add(resource);
        }
        return groups;
    }

    /** {@code apps/v1}; the version alone for the core group. */
    static String name(String group, String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }
}

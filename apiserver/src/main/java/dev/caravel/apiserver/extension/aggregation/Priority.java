package dev.caravel.apiserver.extension.aggregation;

import java.util.Map;

/**
 * Where a group comes among groups, and a version among its group's: higher comes first. The numbers of built-in groups are
 * upstream's, for they are seen in APIService objects.
 */
record Priority(int group, int version) {
    /** Custom resources come last. */
    static final Priority CUSTOM = new Priority(1000, 100);

    private static final int STABLE = 15;

    private static final Map<String, Integer> GROUPS = Map.ofEntries(
            Map.entry("", 18_000),
            Map.entry("apps", 17_800),
            Map.entry("events.k8s.io", 17_750),
            Map.entry("authentication.k8s.io", 17_700),
            Map.entry("authorization.k8s.io", 17_600),
            Map.entry("autoscaling", 17_500),
            Map.entry("batch", 17_400),
            Map.entry("certificates.k8s.io", 17_300),
            Map.entry("networking.k8s.io", 17_200),
            Map.entry("policy", 17_100),
            Map.entry("rbac.authorization.k8s.io", 17_000),
            Map.entry("storage.k8s.io", 16_800),
            Map.entry("apiextensions.k8s.io", 16_700),
            Map.entry("admissionregistration.k8s.io", 16_700),
            Map.entry("scheduling.k8s.io", 16_600),
            Map.entry("coordination.k8s.io", 16_500),
            Map.entry("node.k8s.io", 16_300),
            Map.entry("resource.k8s.io", 16_200),
            Map.entry("discovery.k8s.io", 16_200),
            Map.entry("flowcontrol.apiserver.k8s.io", 16_100));

    private static final Map<GroupVersion, Integer> VERSIONS = Map.of(
            new GroupVersion("", "v1"), 1,
            new GroupVersion("autoscaling", "v2"), 30,
            new GroupVersion("resource.k8s.io", "v1"), 21,
            new GroupVersion("flowcontrol.apiserver.k8s.io", "v1"), 21);

    /** Of this server itself, with an APIService or without. */
    static boolean isServersOwn(GroupVersion groupVersion) {
        return isBuiltIn(groupVersion) || groupVersion.group().equals(ApiServices.RESOURCE.group());
    }

    static boolean isBuiltIn(GroupVersion groupVersion) {
        return GROUPS.containsKey(groupVersion.group());
    }

    static Priority of(GroupVersion groupVersion) {
        return isBuiltIn(groupVersion)
                ? new Priority(GROUPS.get(groupVersion.group()), VERSIONS.getOrDefault(groupVersion, STABLE))
                : CUSTOM;
    }
}

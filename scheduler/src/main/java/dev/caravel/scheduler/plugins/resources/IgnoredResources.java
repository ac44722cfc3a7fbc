package dev.caravel.scheduler.plugins.resources;

import java.util.Set;

/** Extended resources that the plugin leaves to others, by name or by group. */
public record IgnoredResources(Set<String> names, Set<String> groups) {
    public static final IgnoredResources NONE = new IgnoredResources(Set.of(), Set.of());

    boolean includes(String resource) {
        if (names.isEmpty() && groups.isEmpty()) {
            return false;
        }
        int slash = resource.indexOf('/');
        return slash > 0 && (names.contains(resource) || groups.contains(resource.substring(0, slash)));
    }
}

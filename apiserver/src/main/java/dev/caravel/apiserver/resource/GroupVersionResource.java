package dev.caravel.apiserver.resource;

import static java.util.Objects.requireNonNull;

/** Names a resource as it is served: {@code apps/v1, deployments}. The core group is the empty string. */
public record GroupVersionResource(String group, String version, String resource) {
    public GroupVersionResource {
        requireNonNull(group, "group is null");
        requireNonNull(version, "version is null");
        requireNonNull(resource, "resource is null");
    }

    public GroupResource groupResource() {
        return new GroupResource(group, resource);
    }

    /** {@code apps/v1}, or {@code v1} for the core group. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}

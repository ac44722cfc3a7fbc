package dev.caravel.apiserver.resource;

import static java.util.Objects.requireNonNull;

/** Names a resource whatever its version; the form in upstream's messages is {@code deployments.apps}. */
public record GroupResource(String group, String resource) {
    public GroupResource {
        requireNonNull(group, "group is null");
        requireNonNull(resource, "resource is null");
    }

    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}

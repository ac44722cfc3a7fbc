package dev.caravel.apiserver.resource;

import static java.util.Objects.requireNonNull;

/** Names a type of object: {@code policy/v1, Eviction}. The core group is the empty string. */
public record GroupVersionKind(String group, String version, String kind) {
    public GroupVersionKind {
        requireNonNull(group, "group is null");
        requireNonNull(version, "version is null");
        requireNonNull(kind, "kind is null");
    }

    /** {@code policy/v1}, or {@code v1} for the core group. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}

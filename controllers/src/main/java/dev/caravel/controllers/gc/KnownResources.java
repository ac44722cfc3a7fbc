package dev.caravel.controllers.gc;

import dev.caravel.controllers.discovery.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the resource of an object by its group and kind. Thread-safe. */
final class KnownResources {
    private volatile Map<String, ResourceType> byKind = Map.of();

    void replace(List<ResourceType> types) {
        Map<String, ResourceType> map = new HashMap<>();
        types.forEach(type -> map.putIfAbsent(key(type.apiVersion(), type.kind()), type));
        byKind = Map.copyOf(map);
    }

    /** @throws IllegalStateException when the API server serves no such kind (any more, or yet) */
    ResourceType of(ObjectIdentity identity) {
        ResourceType type = byKind.get(key(identity.apiVersion(), identity.kind()));
        if (type == null) {
            throw new IllegalStateException("unable to get REST mapping for " + identity.apiVersion() + "/"
                    + identity.kind() + ", which " + identity.name() + " is said to be of");
        }
        return type;
    }

    private static String key(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return (slash < 0 ? "" : apiVersion.substring(0, slash)) + "/" + kind;
    }
}

package dev.caravel.apiserver.storage.cache;

import dev.caravel.apiserver.resource.Resource;
import java.util.Map;

/**
 * A stored object as clients get it: encoded once, with what selectors ask for beside it. Immutable.
 *
 * @param key in the storage
 * @param apiVersion of {@code json}
 * @param revision of its last change
 * @param json with {@code metadata.resourceVersion}, in the stored version
 * @param fields the values of its resource's selectable fields that are not empty, by {@link Resource#selectableSource}
 */
public record CachedObject(
        String key,
        String apiVersion,
        String namespace,
        String name,
        long revision,
        byte[] json,
        Map<String, String> labels,
        Map<String, String> fields) {

    /** A selectable field's value, by its source; empty when there is none. */
    public String field(String field) {
        return switch (field) {
            case "metadata.name" -> name;
            case "metadata.namespace" -> namespace;
            default -> fields.getOrDefault(field, "");
        };
    }
}

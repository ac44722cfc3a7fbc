package dev.caravel.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Puts back what a write may not change. */
public final class StoredFields {
    private static final List<String> METADATA = List.of(
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "labels",
            "annotations",
            "finalizers",
            "ownerReferences",
            "generation");

    private StoredFields() {}

    /** Makes one field what it is in {@code old}; absent when it is absent there. */
    public static void keep(ObjectNode object, String field, JsonNode old) {
        object.remove(field);
        if (old.has(field)) {
            object.set(field, old.get(field).deepCopy());
        }
    }

    /** Makes the metadata that subresources may not change what it is in {@code old}. */
    public static void keepMetadata(ObjectNode object, ObjectNode old) {
        ObjectNode metadata = object.withObject("/metadata");
        METADATA.forEach(field -> keep(metadata, field, old.path("metadata")));
    }
}

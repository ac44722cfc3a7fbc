package dev.caravel.apiserver.storage.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Resource;
import java.util.HashMap;
import java.util.Map;

/**
 * Between what is stored and what clients get. Stored JSON has no {@code resourceVersion}: it is the revision of the key,
 * as upstream has it.
 */
public final class ObjectEncoding {
    private ObjectEncoding() {}

    /** The tree of a stored value, with its resourceVersion. */
    public static ObjectNode decode(byte[] value, long revision) {
        ObjectNode object = JsonCodec.readStored(value);
        object.withObject("/metadata").put("resourceVersion", Long.toString(revision));
        return object;
    }

    /** What is stored of an object; the argument is not changed. */
    public static byte[] encode(ObjectNode object) {
        JsonNode version = object.path("metadata").path("resourceVersion");
        if (version.isMissingNode()) {
            return JsonCodec.write(object);
        }
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        ObjectNode stripped = object.objectNode().setAll(object);
        stripped.set(
                "metadata", metadata.objectNode().<ObjectNode>setAll(metadata).without("resourceVersion"));
        return JsonCodec.write(stripped);
    }

    /** A stored value as clients get it. */
    public static CachedObject cached(Resource resource, String key, byte[] value, long revision) {
        ObjectNode object = decode(value, revision);
        if (resource.custom() && object.path("apiVersion").asText().equals(resource.storageApiVersion())) {
            object = resource.fromStorage(object);
            resource.applyDefaults(object);
        }
        JsonNode metadata = object.path("metadata");
        Map<String, String> labels = new HashMap<>();
        metadata.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        Map<String, String> fields = new HashMap<>();
        for (String field : resource.definition().selectableFields()) {
            resource.selectableField(object, field)
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> fields.put(resource.selectableSource(field), text));
        }
        return new CachedObject(
                key,
                object.path("apiVersion").asText().intern(),
                metadata.path("namespace").asText(),
                metadata.path("name").asText(),
                revision,
                JsonCodec.write(object),
                Map.copyOf(labels),
                Map.copyOf(fields));
    }
}

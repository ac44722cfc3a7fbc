package dev.caravel.apiserver.storage.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.UnreadableException.Step;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Between what is stored and what clients get. Stored JSON has no {@code resourceVersion}: it is the revision of the key,
 * as upstream has it.
 */
public final class ObjectEncoding {
    private static final SharedTexts TEXTS = new SharedTexts();

    private ObjectEncoding() {}

    /**
     * The tree of a stored value, with its resourceVersion.
     *
     * @throws UnreadableException when it cannot be made of the value
     */
    public static ObjectNode decode(Entry entry) {
        entry.fault().ifPresent(fault -> {
            throw fault;
        });
        try {
            return decode(entry.value(), entry.revision());
        } catch (UncheckedIOException e) {
            String why = e.getCause() instanceof JsonProcessingException parsing
                    ? parsing.getOriginalMessage()
                    : String.valueOf(e.getCause().getMessage());
            throw new UnreadableException(Step.DECODE, entry.key(), why, e);
        } catch (UnsupportedOperationException e) { // metadata that is no object
            throw new UnreadableException(Step.DECODE, entry.key(), e);
        }
    }

    private static ObjectNode decode(byte[] value, long revision) {
        ObjectNode object = JsonCodec.readStored(value);
        object.withObjectProperty("metadata").put("resourceVersion", Long.toString(revision));
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

    /**
     * A stored value as clients get it.
     *
     * @throws UnreadableException when it cannot be made of the value
     */
    public static CachedObject cached(Resource resource, Entry entry) {
        return cached(resource, entry.key(), decode(entry), entry.revision());
    }

    /** An object as it was when it was deleted at {@code revision}. */
    static CachedObject deleted(Resource resource, CachedObject last, long revision) {
        return cached(resource, last.key(), decode(last.json(), revision), revision);
    }

    private static CachedObject cached(Resource resource, String key, ObjectNode decoded, long revision) {
        ObjectNode object = decoded;
        if (resource.custom() && object.path("apiVersion").asText().equals(resource.storageApiVersion())) {
            object = resource.fromStorage(object);
            resource.applyDefaults(object);
        }
        return indexed(resource, key, object, revision, JsonCodec.write(object));
    }

    /** @param object the tree of {@code json}, or as much of it as has what the index is made of */
    static CachedObject indexed(Resource resource, String key, ObjectNode object, long revision, byte[] json) {
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
                TEXTS.share(object.path("apiVersion").asText()),
                TEXTS.share(metadata.path("namespace").asText()),
                metadata.path("name").asText(),
                revision,
                json,
                TEXTS.share(labels),
                TEXTS.share(fields));
    }
}

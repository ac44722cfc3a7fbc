package dev.caravel.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;
import java.nio.ByteBuffer;

/**
 * Writes objects, lists and watch events in {@code application/vnd.kubernetes.protobuf}, as {@link ProtobufBodies} reads them.
 * Thread-safe.
 */
public final class ProtobufAnswers {
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private final MessageEncoder encoder = new MessageEncoder();

    /** One object with its envelope; kind and apiVersion are the object's own. */
    public byte[] object(Schema schema, ObjectNode object) {
        return envelope(object, message(schema, object));
    }

    /** @param list with kind, apiVersion, metadata and items, all of one type */
    public byte[] list(Schema item, ObjectNode list) {
        WireWriter message = new WireWriter();
        message.message(1, listMetadata(list.path("metadata")));
        list.path("items").forEach(element -> message.message(2, message(item, (ObjectNode) element)));
        return envelope(list, message);
    }

    /** Objects of which only the metadata goes out; {@code list} as above. */
    public byte[] metadataList(Schema objectMeta, ObjectNode list) {
        WireWriter message = new WireWriter();
        message.message(1, listMetadata(list.path("metadata")));
        list.path("items").forEach(element -> message.message(2, metadataMessage(objectMeta, element)));
        return envelope(list, message);
    }

    public byte[] metadata(Schema objectMeta, ObjectNode object) {
        return envelope(object, metadataMessage(objectMeta, object));
    }

    /** A frame of a watch: four bytes of length, and an event that holds an object with its envelope. */
    public static byte[] event(String type, byte[] object) {
        WireWriter raw = new WireWriter();
        raw.bytes(1, object);
        WireWriter event = new WireWriter();
        event.string(1, type);
        event.message(2, raw);
        byte[] bytes = event.toBytes();
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    /** A Status within a watch. */
    public static byte[] status(ObjectNode status) {
        WireWriter message = new WireWriter();
        message.message(1, listMetadata(status.path("metadata")));
        message.string(2, status.path("status").asText());
        message.string(3, status.path("message").asText());
        message.string(4, status.path("reason").asText());
        message.varint(6, status.path("code").asLong());
        return envelope(status, message);
    }

    private WireWriter message(Schema schema, ObjectNode object) {
        WireWriter message = new WireWriter();
        encoder.encode(schema, object, message);
        return message;
    }

    private WireWriter metadataMessage(Schema objectMeta, JsonNode object) {
        WireWriter message = new WireWriter();
        if (object.path("metadata") instanceof ObjectNode metadata) {
            message.message(1, message(objectMeta, metadata));
        }
        return message;
    }

    private static WireWriter listMetadata(JsonNode metadata) {
        WireWriter message = new WireWriter();
        message.string(2, metadata.path("resourceVersion").asText());
        message.string(3, metadata.path("continue").asText());
        if (metadata.has("remainingItemCount")) {
            message.varint(4, metadata.path("remainingItemCount").asLong());
        }
        return message;
    }

    private static byte[] envelope(ObjectNode object, WireWriter message) {
        WireWriter type = new WireWriter();
        type.string(1, object.path("apiVersion").asText());
        type.string(2, object.path("kind").asText());
        WireWriter unknown = new WireWriter();
        unknown.message(1, type);
        unknown.message(2, message);
        byte[] bytes = unknown.toBytes();
        return ByteBuffer.allocate(MAGIC.length + bytes.length)
                .put(MAGIC)
                .put(bytes)
                .array();
    }
}

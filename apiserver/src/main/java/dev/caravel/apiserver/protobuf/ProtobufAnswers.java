package dev.caravel.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    /**
     * A list with its envelope, in pieces. Of the items, which are all of one type, there is one tree at a time.
     *
     * @param head the list without its items: kind, apiVersion, metadata
     */
    public List<byte[]> list(Schema item, ObjectNode head, Stream<ObjectNode> items) {
        return pieces(head, items.map(object -> message(item, object)));
    }

    /** As {@link #list}, of objects of which only the metadata goes out. */
    public List<byte[]> metadataList(Schema objectMeta, ObjectNode head, Stream<ObjectNode> items) {
        return pieces(head, items.map(object -> metadataMessage(objectMeta, object)));
    }

    private static List<byte[]> pieces(ObjectNode head, Stream<WireWriter> items) {
        WireWriter metadata = new WireWriter();
        metadata.message(1, listMetadata(head.path("metadata")));
        List<byte[]> fields = items.map(item -> {
                    WireWriter field = new WireWriter();
                    field.message(2, item);
                    return field.toBytes();
                })
                .toList();
        byte[] first = metadata.toBytes();
        int length =
                first.length + fields.stream().mapToInt(field -> field.length).sum();
        WireWriter envelope = new WireWriter();
        envelope.message(1, type(head));
        envelope.beginMessage(2, length);
        List<byte[]> pieces = new ArrayList<>(fields.size() + 3);
        pieces.add(MAGIC);
        pieces.add(envelope.toBytes());
        pieces.add(first);
        pieces.addAll(fields);
        return pieces;
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
        WireWriter unknown = new WireWriter();
        unknown.message(1, type(object));
        unknown.message(2, message);
        byte[] bytes = unknown.toBytes();
        return ByteBuffer.allocate(MAGIC.length + bytes.length)
                .put(MAGIC)
                .put(bytes)
                .array();
    }

    private static WireWriter type(ObjectNode object) {
        WireWriter type = new WireWriter();
        type.string(1, object.path("apiVersion").asText());
        type.string(2, object.path("kind").asText());
        return type;
    }
}

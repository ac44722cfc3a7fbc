package dev.caravel.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes objects, lists and watch events in {@code application/vnd.kubernetes.protobuf}, as {@link ProtobufBodies} reads them.
 * Thread-safe.
 */
public final class ProtobufAnswers {
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    /** The bytes that an envelope and an event's frame have beside the object, and a few more. */
    private static final int FRAME = 128;

    private final MessageLayouts layouts = new MessageLayouts();

    /**
     * One object with its envelope.
     *
     * @param json as it is stored; what the schema does not know is left out
     */
    public byte[] object(Schema schema, String apiVersion, String kind, byte[] json) {
        return envelope(apiVersion, kind, json.length, into -> write(schema, json, into));
    }

    /** One object with its envelope; kind and apiVersion are the object's own. */
    public byte[] object(Schema schema, ObjectNode object) {
        return object(
                schema, object.path("apiVersion").asText(), object.path("kind").asText(), JsonCodec.write(object));
    }

    private void write(Schema schema, byte[] json, WireWriter into) {
        new MessageTranscoder(layouts, into).write(layouts.of(schema), json);
    }

    /**
     * A list with its envelope, in pieces: one after the other, nothing of an item is kept but its piece.
     *
     * @param head the list without its items: kind, apiVersion, metadata
     * @param items as they are stored, all of one type
     */
    public List<byte[]> list(Schema item, ObjectNode head, Stream<byte[]> items) {
        WireWriter writer = new WireWriter();
        writer.message(1, listMetadata(head.path("metadata")));
        List<byte[]> fields = new ArrayList<>(List.of(writer.toBytes()));
        MessageLayout layout = layouts.of(item);
        MessageTranscoder transcoder = new MessageTranscoder(layouts, writer);
        items.forEach(json -> {
            writer.truncate(0);
            int field = writer.begin(2);
            transcoder.write(layout, json);
            writer.end(field);
            fields.add(writer.toBytes());
        });
        WireWriter envelope = new WireWriter();
        envelope.raw(MAGIC, 0, MAGIC.length);
        type(head.path("apiVersion").asText(), head.path("kind").asText(), envelope);
        envelope.beginMessage(2, fields.stream().mapToInt(field -> field.length).sum());
        fields.addFirst(envelope.toBytes());
        return fields;
    }

    /** A frame of a watch: four bytes of length, and an event that holds an object with its envelope. */
    public static byte[] event(String type, byte[] object) {
        WireWriter frame = new WireWriter(object.length + FRAME);
        frame.raw(new byte[Integer.BYTES], 0, Integer.BYTES);
        frame.string(1, type);
        int raw = frame.begin(2);
        frame.bytes(1, object);
        frame.end(raw);
        byte[] bytes = frame.toBytes();
        ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES);
        return bytes;
    }

    /** A Status within a watch. */
    public static byte[] status(ObjectNode status) {
        WireWriter message = new WireWriter();
        message.message(1, listMetadata(status.path("metadata")));
        message.string(2, status.path("status").asText());
        message.string(3, status.path("message").asText());
        message.string(4, status.path("reason").asText());
        message.varint(6, status.path("code").asLong());
        return envelope(
                status.path("apiVersion").asText(),
                status.path("kind").asText(),
                message.length(),
                into -> into.raw(message, 0, message.length()));
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

    private static byte[] envelope(String apiVersion, String kind, int expected, Consumer<WireWriter> message) {
        WireWriter unknown = new WireWriter(expected + FRAME);
        unknown.raw(MAGIC, 0, MAGIC.length);
        type(apiVersion, kind, unknown);
        int raw = unknown.begin(2);
        message.accept(unknown);
        unknown.end(raw);
        return unknown.toBytes();
    }

    private static void type(String apiVersion, String kind, WireWriter unknown) {
        int type = unknown.begin(1);
        unknown.string(1, apiVersion);
        unknown.string(2, kind);
        unknown.end(type);
    }
}

package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.protobuf.MessageLayout.Group;
import dev.caravel.apiserver.protobuf.MessageLayout.Slot;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes the message that the JSON of an object of a known type stands for, while it goes over that once: the other way round
 * of {@link MessageDecoder}. What the type does not know, or has no number, is left out. Not thread-safe; to be used again for
 * the next object.
 *
 * <p>Fields are written as they come, and put in their order when that was another one.
 */
final class MessageTranscoder {
    /** About as long as most messages whose fields are out of order. */
    private static final int ORDERED = 1024;

    private final MessageLayouts layouts;
    private final WireWriter into;
    private final WireWriter ordered = new WireWriter(ORDERED);
    private JsonScanner json;

    /** Where each field of the messages that are under way was written: start and end, a frame for each message. */
    private int[] spans = new int[256];

    private int spansEnd;

    MessageTranscoder(MessageLayouts layouts, WireWriter into) {
        this.layouts = layouts;
        this.into = into;
    }

    /** Writes the content of the message. */
    void write(MessageLayout layout, byte[] object) {
        json = new JsonScanner(object);
        spansEnd = 0;
        if (json.enter('{')) {
            message(layout);
        }
    }

    private void message(MessageLayout layout) {
        int frame = spansEnd;
        int start = into.length();
        boolean inOrder = layout.group().inlined().isEmpty();
        int last = -1;
        beginFrame(2 * layout.size());
        while (json.nextMember()) {
            Slot slot = layout.slot(json);
            if (slot == null || json.peek() == 'n') { // null
                json.skip();
                continue;
            }
            int from = into.length();
            field(slot);
            spans[frame + 2 * slot.place] = from;
            spans[frame + 2 * slot.place + 1] = into.length();
            inOrder &= slot.place > last;
            last = slot.place;
        }
        if (!inOrder) {
            ordered.truncate(0);
            order(layout.group(), frame);
            into.truncate(start);
            into.raw(ordered, 0, ordered.length());
        }
        spansEnd = frame;
    }

    private void beginFrame(int size) {
        int end = spansEnd + size;
        if (end > spans.length) {
            spans = Arrays.copyOf(spans, 2 * end);
        }
        Arrays.fill(spans, spansEnd, end, 0);
        spansEnd = end;
    }

    private void order(Group group, int frame) {
        group.inlined().forEach(inlined -> {
            int message = ordered.begin(inlined.number());
            order(inlined.group(), frame);
            ordered.end(message);
        });
        for (int place = group.first(); place < group.end(); place++) {
            ordered.raw(into, spans[frame + 2 * place], spans[frame + 2 * place + 1]);
        }
    }

    private void field(Slot slot) {
        switch (slot.cardinality) {
            case SINGLE -> value(slot.number, slot);
            case LIST -> elements(() -> value(slot.number, slot));
            case MAP -> {
                if (json.enter('{')) {
                    while (json.nextMember()) {
                        int entry = into.begin(slot.number);
                        into.bytes(1, json.name(), json.nameStart(), json.nameEnd());
                        value(2, slot);
                        into.end(entry);
                    }
                } else {
                    json.skip();
                }
            }
        }
    }

    private void value(int number, Slot slot) {
        switch (slot.kind) {
            case STRING -> text(number);
            case INT32, INT64 -> into.varint(number, json.integer());
            case BOOLEAN -> into.varint(number, bool() ? 1 : 0);
            case DOUBLE ->
                into.fixed64(number, Double.doubleToRawLongBits(json.tree().asDouble()));
            case BYTES -> into.bytes(number, Base64.getDecoder().decode(latin()));
            case TIME, MICRO_TIME -> time(number);
            case DURATION, QUANTITY, INT_OR_STRING, STRINGS, ANY, OBJECT -> {
                int message = into.begin(number);
                content(slot);
                into.end(message);
            }
        }
    }

    /** Of a value that is a message, whatever it is in JSON. */
    private void content(Slot slot) {
        switch (slot.kind) {
            case DURATION -> into.varint(1, nanos(json.tree().asText()));
            case QUANTITY -> text(1);
            case INT_OR_STRING -> intOrString();
            case STRINGS -> elements(() -> text(1));
            case ANY -> asItStands();
            case OBJECT -> object(slot);
            default -> throw new IllegalArgumentException(slot.kind + " is no message");
        }
    }

    private void elements(Runnable each) {
        if (json.enter('[')) {
            while (json.nextElement()) {
                each.run();
            }
        } else {
            json.skip();
        }
    }

    private void text(int number) {
        if (json.peek() == '"') {
            json.text();
            json.writeText(number, into);
        } else {
            into.string(number, plain(json.tree()));
        }
    }

    /** Of a text that is null, as elements of lists and maps may be, nothing. */
    private static String plain(JsonNode value) {
        return value.isNull() ? "" : value.asText();
    }

    private boolean bool() {
        byte first = json.peek();
        if (first != 't' && first != 'f') {
            return json.tree().asBoolean();
        }
        json.skip();
        return first == 't';
    }

    /** Without the ends of lines that base64 may have. */
    private byte[] latin() {
        return json.plainText()
                ? Arrays.copyOfRange(json.json(), json.textStart(), json.textEnd())
                : plain(json.tree()).replaceAll("[\\r\\n]", "").getBytes(ISO_8859_1);
    }

    private void time(int number) {
        if (json.plainText()) {
            Timestamps.write(number, json.json(), json.textStart(), json.textEnd(), into);
        } else {
            Timestamps.write(number, json.tree().asText(), into);
        }
    }

    private void intOrString() {
        boolean isText = json.peek() == '"';
        into.varint(1, isText ? 1 : 0);
        into.varint(2, isText ? 0 : json.integer());
        if (isText) {
            text(3);
        } else {
            into.string(3, "");
        }
    }

    private void asItStands() {
        json.peek();
        int start = json.position();
        json.skip();
        into.bytes(1, json.json(), start, json.position());
    }

    private void object(Slot slot) {
        MessageLayout type = slot.type(layouts);
        if (type != null && json.enter('{')) {
            message(type);
        } else {
            json.skip();
        }
    }

    /** Of Go's {@code 1h2m3.5s}, which ISO 8601 writes {@code PT1H2M3.5S}. */
    private static long nanos(String text) {
        if (text.endsWith("ms") || text.endsWith("ns") || text.endsWith("us") || text.endsWith("µs")) {
            long unit =
                    switch (text.charAt(text.length() - 2)) {
                        case 'm' -> 1_000_000;
                        case 'n' -> 1;
                        default -> 1_000;
                    };
            return (long) (Double.parseDouble(text.substring(0, text.length() - 2)) * unit);
        }
        return Duration.parse((text.startsWith("-") ? "-PT" + text.substring(1) : "PT" + text))
                .toNanos();
    }
}

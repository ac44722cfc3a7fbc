package dev.caravel.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@link MessageTranscoder} is held to: the message of an object by its JSON tree, field by field in their order.
 * What the type does not know, or has no number, is left out.
 */
final class TreeEncoder {
    /** The fields of a message by number; a message that JSON has inlined has a layout of its own. */
    private record Layout(Map<Integer, Field> fields, Map<Integer, Layout> inlined) {
        Layout() {
            this(new TreeMap<>(), new TreeMap<>());
        }
    }

    private final Map<String, Layout> layouts = new ConcurrentHashMap<>();

    void encode(Schema schema, ObjectNode object, WireWriter into) {
        write(layout(schema), object, into);
    }

    private Layout layout(Schema schema) {
        Layout known = layouts.get(schema.name());
        if (known == null) {
            known = new Layout();
            for (Field field : schema.fields().values()) {
                place(field, field.protobufPath(), known);
            }
            layouts.put(schema.name(), known);
        }
        return known;
    }

    private static void place(Field field, List<Integer> path, Layout layout) {
        if (path.size() == 1 && path.getFirst() > 0) {
            layout.fields().put(path.getFirst(), field);
        } else if (path.size() > 1) {
            Layout inner = layout.inlined().computeIfAbsent(path.getFirst(), _ -> new Layout());
            place(field, path.subList(1, path.size()), inner);
        }
    }

    private void write(Layout layout, ObjectNode object, WireWriter into) {
        layout.inlined().forEach((number, inlined) -> {
            WireWriter inner = new WireWriter();
            write(inlined, object, inner);
            into.message(number, inner);
        });
        layout.fields().forEach((number, field) -> {
            JsonNode value = object.get(field.jsonName());
            if (value != null && !value.isNull()) {
                field(number, field, value, into);
            }
        });
    }

    private void field(int number, Field field, JsonNode value, WireWriter into) {
        switch (field.cardinality()) {
            case SINGLE -> value(number, field, value, into);
            case LIST -> value.forEach(element -> value(number, field, element, into));
            case MAP ->
                value.properties().forEach(member -> {
                    WireWriter entry = new WireWriter();
                    entry.string(1, member.getKey());
                    value(2, field, member.getValue(), entry);
                    into.message(number, entry);
                });
        }
    }

    /** Null, which only elements of lists and maps may be, is none. */
    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.asText();
    }

    private void value(int number, Field field, JsonNode value, WireWriter into) {
        switch (field.kind()) {
            case STRING -> into.string(number, text(value));
            case INT32, INT64 -> into.varint(number, value.asLong());
            case BOOLEAN -> into.varint(number, value.asBoolean() ? 1 : 0);
            case DOUBLE -> into.fixed64(number, Double.doubleToRawLongBits(value.asDouble()));
            case BYTES -> into.bytes(number, Base64.getDecoder().decode(text(value)));
            case TIME, MICRO_TIME -> into.message(number, time(Instant.parse(value.asText())));
            case DURATION -> {
                WireWriter duration = new WireWriter();
                duration.varint(1, nanos(value.asText()));
                into.message(number, duration);
            }
            case QUANTITY -> {
                WireWriter quantity = new WireWriter();
                quantity.string(1, text(value));
                into.message(number, quantity);
            }
            case INT_OR_STRING -> into.message(number, intOrString(value));
            case STRINGS -> {
                WireWriter strings = new WireWriter();
                value.forEach(element -> strings.string(1, text(element)));
                into.message(number, strings);
            }
            case ANY -> {
                WireWriter raw = new WireWriter();
                raw.bytes(1, JsonCodec.write(value));
                into.message(number, raw);
            }
            case OBJECT -> {
                WireWriter message = new WireWriter();
                if (value instanceof ObjectNode object) {
                    field.type().ifPresent(type -> write(layout(type), object, message));
                }
                into.message(number, message);
            }
        }
    }

    private static WireWriter time(Instant instant) {
        WireWriter time = new WireWriter();
        time.varint(1, instant.getEpochSecond());
        time.varint(2, instant.getNano());
        return time;
    }

    private static WireWriter intOrString(JsonNode value) {
        WireWriter either = new WireWriter();
        either.varint(1, value.isTextual() ? 1 : 0);
        either.varint(2, value.isTextual() ? 0 : value.asLong());
        either.string(3, value.isTextual() ? value.textValue() : "");
        return either;
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

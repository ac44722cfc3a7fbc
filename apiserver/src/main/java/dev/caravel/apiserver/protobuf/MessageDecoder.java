package dev.caravel.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns a message of a known type into the JSON tree that it stands for. Thread-safe.
 *
 * <p>Go writes the zero value of every field that is no pointer, which in JSON would be left out. Descriptors do not tell
 * which fields are pointers: {@link MeaningfulZeros} does.
 */
final class MessageDecoder {
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The fields of a message by number; a message that JSON has inlined has a layout of its own. */
    private record Layout(String message, Map<Integer, Field> fields, Map<Integer, Layout> inlined) {
        static Layout empty(String message) {
            return new Layout(message, new HashMap<>(), new HashMap<>());
        }
    }

    private final Map<String, Layout> layouts = new ConcurrentHashMap<>();

    ObjectNode decode(Schema schema, byte[] bytes) {
        ObjectNode object = JSON.objectNode();
        read(new WireReader(bytes), layout(schema), object);
        return object;
    }

    private Layout layout(Schema schema) {
        Layout known = layouts.get(schema.name());
        if (known == null) {
            known = Layout.empty(schema.name());
            for (Field field : schema.fields().values()) {
                place(field, field.protobufPath(), known);
            }
            layouts.put(schema.name(), known);
        }
        return known;
    }

    private static void place(Field field, List<Integer> path, Layout layout) {
        if (path.size() == 1) {
            layout.fields().put(path.getFirst(), field);
        } else if (path.size() > 1) {
            Layout inner = layout.inlined().computeIfAbsent(path.getFirst(), _ -> Layout.empty(layout.message()));
            place(field, path.subList(1, path.size()), inner);
        }
    }

    private void read(WireReader wire, Layout layout, ObjectNode into) {
        while (wire.hasMore()) {
            int tag = wire.tag();
            int number = tag >>> 3;
            int wireType = tag & 7;
            Field field = layout.fields().get(number);
            Layout inlined = layout.inlined().get(number);
            if (field != null) {
                readField(wire, wireType, field, layout, into);
            } else if (inlined != null && wireType == WireReader.BYTES) {
                read(wire.message(), inlined, into);
            } else {
                wire.skip(wireType);
            }
        }
    }

    private void readField(WireReader wire, int wireType, Field field, Layout owner, ObjectNode into) {
        switch (field.cardinality()) {
            case SINGLE -> {
                Optional<JsonNode> value = value(wire, wireType, field, owner);
                value.filter(it -> !isZero(it) || hasZero(owner.message(), field))
                        .ifPresent(it -> into.set(field.jsonName(), it));
            }
            case LIST -> readElement(wire, wireType, field, owner, into.withArray("/" + pointer(field.jsonName())));
            case MAP -> readEntry(wire.message(), field, owner, into.withObject("/" + pointer(field.jsonName())));
        }
    }

    private static String pointer(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private void readElement(WireReader wire, int wireType, Field field, Layout owner, ArrayNode array) {
        boolean packed = wireType == WireReader.BYTES && isNumber(field.kind());
        if (!packed) {
            value(wire, wireType, field, owner).ifPresent(array::add);
            return;
        }
        WireReader numbers = wire.message();
        while (numbers.hasMore()) {
            value(numbers, WireReader.VARINT, field, owner).ifPresent(array::add);
        }
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.INT32 || kind == Kind.INT64 || kind == Kind.BOOLEAN;
    }

    private void readEntry(WireReader entry, Field field, Layout owner, ObjectNode map) {
        String key = "";
        JsonNode value = null;
        while (entry.hasMore()) {
            int tag = entry.tag();
            switch (tag >>> 3) {
                case 1 -> key = entry.string();
                case 2 -> value = value(entry, tag & 7, field, owner).orElse(null);
                default -> entry.skip(tag & 7);
            }
        }
        map.set(key, value == null ? JSON.textNode("") : value);
    }

    private Optional<JsonNode> value(WireReader wire, int wireType, Field field, Layout owner) {
        return Optional.ofNullable(
                switch (field.kind()) {
                    case STRING -> JSON.textNode(wire.string());
                    case INT32 -> JSON.numberNode((int) wire.varint());
                    case INT64 -> JSON.numberNode(wire.varint());
                    case BOOLEAN -> JSON.booleanNode(wire.varint() != 0);
                    case DOUBLE -> JSON.numberNode(finite(Double.longBitsToDouble(wire.fixed64())));
                    case BYTES -> JSON.binaryNode(wire.bytes());
                    case TIME -> time(wire.message(), DateTimeFormatter.ISO_INSTANT);
                    case MICRO_TIME -> time(wire.message(), MICROS);
                    case DURATION -> duration(wire.message());
                    case QUANTITY -> JSON.textNode(firstString(wire.message()));
                    case INT_OR_STRING -> intOrString(wire.message());
                    case STRINGS -> strings(wire.message());
                    case ANY ->
                        SchemaUnion.of(owner.message(), field.jsonName())
                                .map(union -> union.read(wire.message(), schema -> object(schema, owner)))
                                .orElseGet(() -> any(wire.message()));
                    case OBJECT -> object(wire.message(), layout(field.type().orElseThrow()));
                });
    }

    /** What JSON can say: it is stored as that. */
    private static double finite(double number) {
        if (Double.isFinite(number)) {
            return number;
        }
        throw new MalformedProtobufException("a number is not finite: " + number);
    }

    private ObjectNode object(WireReader wire, Layout layout) {
        ObjectNode object = JSON.objectNode();
        read(wire, layout, object);
        return object;
    }

    /** Go's zero time is JSON's absent one. */
    private static JsonNode time(WireReader wire, DateTimeFormatter format) {
        long seconds = 0;
        long nanos = 0;
        boolean set = false;
        while (wire.hasMore()) {
            int tag = wire.tag();
            set = true;
            switch (tag >>> 3) {
                case 1 -> seconds = wire.varint();
                case 2 -> nanos = wire.varint();
                default -> wire.skip(tag & 7);
            }
        }
        return set ? JSON.textNode(format.format(Instant.ofEpochSecond(seconds, nanos))) : null;
    }

    private static JsonNode duration(WireReader wire) {
        long nanos = 0;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag >>> 3 == 1) {
                nanos = wire.varint();
            } else {
                wire.skip(tag & 7);
            }
        }
        Duration duration = Duration.ofNanos(nanos);
        return JSON.textNode(duration.toNanosPart() == 0 ? duration.toSeconds() + "s" : nanos / 1e9 + "s");
    }

    private static String firstString(WireReader wire) {
        String text = "";
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag >>> 3 == 1) {
                text = wire.string();
            } else {
                wire.skip(tag & 7);
            }
        }
        return text;
    }

    private static JsonNode intOrString(WireReader wire) {
        boolean isString = false;
        int number = 0;
        String text = "";
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag >>> 3) {
                case 1 -> isString = wire.varint() == 1;
                case 2 -> number = (int) wire.varint();
                case 3 -> text = wire.string();
                default -> wire.skip(tag & 7);
            }
        }
        return isString ? JSON.textNode(text) : JSON.numberNode(number);
    }

    private static JsonNode strings(WireReader wire) {
        ArrayNode items = JSON.arrayNode();
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag >>> 3 == 1) {
                items.add(wire.string());
            } else {
                wire.skip(tag & 7);
            }
        }
        return items;
    }

    /** Raw JSON within protobuf. */
    private static JsonNode any(WireReader wire) {
        byte[] raw = new byte[0];
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag >>> 3 == 1) {
                raw = wire.bytes();
            } else {
                wire.skip(tag & 7);
            }
        }
        try {
            return raw.length == 0 ? null : JsonCodec.read(raw);
        } catch (IOException e) {
            throw new MalformedProtobufException("embedded JSON cannot be read");
        }
    }

    /** Whether a zero of the field is something that somebody has said. */
    private static boolean hasZero(String message, Field field) {
        return field.required() || field.kind() == Kind.ANY || MeaningfulZeros.has(message, field.jsonName());
    }

    private static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue().isEmpty();
            case NUMBER -> value.decimalValue().signum() == 0;
            case BOOLEAN -> !value.booleanValue();
            case BINARY, ARRAY, OBJECT, NULL, MISSING, POJO -> false;
        };
    }
}

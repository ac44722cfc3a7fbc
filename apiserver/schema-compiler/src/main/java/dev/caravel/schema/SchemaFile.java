package dev.caravel.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes types in the form that the API server maps at start: every string once, and an index, so that a type costs nothing
 * until it is asked for.
 *
 * <pre>
 * int magic, int version
 * int strings,  then (int offset) each, relative to the strings' bytes, and one more for the end
 * int types,    then (int name, int offset) each, sorted by name, the offset relative to the types' bytes
 * int length,   the strings' bytes
 * int length,   the types' bytes; in them all numbers are of variable length, strings are numbers of strings
 * </pre>
 */
final class SchemaFile {
    static final int MAGIC = 0x43524156;
    static final int VERSION = 2;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> strings = new ArrayList<>();

    void write(Collection<MessageType> types, OutputStream target) throws IOException {
        var index = new ByteArrayOutputStream();
        var indexData = new DataOutputStream(index);
        var bodies = new ByteArrayOutputStream();
        number("");
        for (var type : types) {
            indexData.writeInt(number(type.name()));
            indexData.writeInt(bodies.size());
            write(type, bodies);
        }
        var out = new DataOutputStream(target);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(strings.size());
        var text = new ByteArrayOutputStream();
        for (var string : strings) {
            out.writeInt(text.size());
            text.writeBytes(string.getBytes(UTF_8));
        }
        out.writeInt(text.size());
        out.writeInt(types.size());
        index.writeTo(out);
        out.writeInt(text.size());
        text.writeTo(out);
        out.writeInt(bodies.size());
        bodies.writeTo(out);
        out.flush();
    }

    private void write(MessageType type, ByteArrayOutputStream out) {
        string(type.description(), out);
        varint(type.atomic() ? 1 : 0, out);
        varint(type.fields().size(), out);
        for (var field : type.fields()) {
            string(field.jsonName(), out);
            varint(field.path().size(), out);
            field.path().forEach(number -> varint(number, out));
            string(field.kind(), out);
            string(field.cardinality(), out);
            string(field.type(), out);
            varint((field.required() ? 1 : 0) | (field.atomic() ? 2 : 0), out);
            string(field.listType(), out);
            varint(field.listMapKeys().size(), out);
            field.listMapKeys().forEach(key -> string(key, out));
            string(field.patchStrategy(), out);
            string(field.patchMergeKey(), out);
            string(field.defaultJson(), out);
            string(field.description(), out);
            varint(field.values().size(), out);
            field.values().forEach(value -> string(value, out));
        }
    }

    private void string(String value, ByteArrayOutputStream out) {
        varint(number(value), out);
    }

    private int number(String value) {
        return numbers.computeIfAbsent(value, fresh -> {
            strings.add(fresh);
            return strings.size() - 1;
        });
    }

    private static void varint(int value, ByteArrayOutputStream out) {
        var rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}

package dev.caravel.apiserver.resource.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.resource.Schema;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types that the schema compiler has written. Opening costs next to nothing: a type is read when it is first asked for.
 * Thread-safe.
 */
final class SchemaFile {
    private static final int MAGIC = 0x43524156;
    private static final int VERSION = 2;

    private final ByteBuffer data;
    private final int stringIndex;
    private final String[] strings;
    private final int stringBytes;
    private final int typeIndex;
    private final int types;
    private final int typeBytes;
    private final Map<String, Schema> read = new ConcurrentHashMap<>();

    SchemaFile(byte[] bytes) {
        data = ByteBuffer.wrap(bytes);
        if (data.getInt(0) != MAGIC || data.getInt(4) != VERSION) {
            throw new IllegalArgumentException("not a schema file of version " + VERSION);
        }
        var count = data.getInt(8);
        strings = new String[count];
        stringIndex = 12;
        var afterStrings = stringIndex + 4 * (count + 1);
        types = data.getInt(afterStrings);
        typeIndex = afterStrings + 4;
        var afterTypes = typeIndex + 8 * types;
        stringBytes = afterTypes + 4;
        typeBytes = stringBytes + data.getInt(afterTypes) + 4;
    }

    /** The type of the name, if the file has it. */
    Optional<Schema> find(String name) {
        var known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        var position = positionOf(name);
        if (position < 0) {
            return Optional.empty();
        }
        return Optional.of(read.computeIfAbsent(name, _ -> new TypeReader(this, position).read(name)));
    }

    /** Binary search in the index, which is sorted by name. */
    private int positionOf(String name) {
        var low = 0;
        var high = types - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var order = string(data.getInt(typeIndex + 8 * middle)).compareTo(name);
            if (order == 0) {
                return typeBytes + data.getInt(typeIndex + 8 * middle + 4);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Equal strings may be made twice by two threads; no harm. */
    String string(int number) {
        var known = strings[number];
        if (known == null) {
            var start = data.getInt(stringIndex + 4 * number);
            var end = data.getInt(stringIndex + 4 * number + 4);
            known = new String(data.array(), stringBytes + start, end - start, UTF_8);
            strings[number] = known;
        }
        return known;
    }

    byte at(int position) {
        return data.get(position);
    }
}

package dev.caravel.apiserver.storage.encryption.kms;

import dev.caravel.apiserver.protobuf.WireReader;
import dev.caravel.apiserver.protobuf.WireWriter;
import java.util.Map;

/** A field of type {@code map<string, bytes>}: an entry of key 1 and value 2 for each. */
final class Annotations {
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private Annotations() {}

    static void write(WireWriter message, int number, Map<String, byte[]> annotations) {
        annotations.forEach((key, value) -> {
            WireWriter entry = new WireWriter();
            entry.string(KEY, key);
            entry.bytes(VALUE, value);
            message.message(number, entry);
        });
    }

    /** Reads one entry, which comes next. */
    static void readEntry(WireReader message, Map<String, byte[]> annotations) {
        WireReader entry = message.message();
        String key = "";
        byte[] value = {};
        while (entry.hasMore()) {
            int tag = entry.tag();
            switch (tag >>> 3) {
                case KEY -> key = entry.string();
                case VALUE -> value = entry.bytes();
                default -> entry.skip(tag & 7);
            }
        }
        annotations.put(key, value);
    }
}

package dev.caravel.apiserver.protobuf;

import dev.caravel.apiserver.resource.Schema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The layouts of types, each made when it is first asked for. Thread-safe. */
final class MessageLayouts {
    private final Map<String, MessageLayout> byName = new ConcurrentHashMap<>();

    MessageLayout of(Schema schema) {
        MessageLayout known = byName.get(schema.name());
        return known != null ? known : byName.computeIfAbsent(schema.name(), _ -> MessageLayout.of(schema));
    }
}

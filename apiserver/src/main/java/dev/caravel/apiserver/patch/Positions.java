package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where values stand in a list, found at once however long it is; values are as equal as {@link JsonValues#same} says. Not thread-safe. */
final class Positions {
    private final Map<Object, Integer> first = new HashMap<>();
    private int size;

    /** At the end of the list. */
    void add(JsonNode value) {
        first.putIfAbsent(key(value), size++);
    }

    /** Of the first that is the same; -1 when there is none. */
    int of(JsonNode value) {
        return first.getOrDefault(key(value), -1);
    }

    /** Equal for values that are the same. */
    static Object key(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.decimalValue().stripTrailingZeros();
            case ARRAY -> value.valueStream().map(Positions::key).toList();
            case OBJECT -> {
                Set<Map.Entry<String, Object>> members = new HashSet<>();
                value.properties().forEach(member -> members.add(Map.entry(member.getKey(), key(member.getValue()))));
                yield members;
            }
            default -> value;
        };
    }
}

package dev.caravel.apiserver.storage.cache;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets equal texts be one: thousands of objects have the same namespace, node and labels. Remembers a limited number of texts
 * and forgets them for others, so that nothing has to be given back. Thread-safe: who loses a race has a text of its own.
 */
final class SharedTexts {
    private static final int SLOTS = 1 << 12;

    private final String[] texts = new String[SLOTS];

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final Map<String, String>[] maps = new Map[SLOTS];

    String share(String text) {
        int slot = slot(text.hashCode());
        String known = texts[slot];
        if (text.equals(known)) {
            return known;
        }
        texts[slot] = text;
        return text;
    }

    /** An immutable map with the same entries. */
    Map<String, String> share(Map<String, String> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        int slot = slot(map.hashCode());
        Map<String, String> known = maps[slot];
        if (map.equals(known)) {
            return known;
        }
        Map<String, String> shared = new HashMap<>();
        map.forEach((key, value) -> shared.put(share(key), share(value)));
        Map<String, String> copy = Map.copyOf(shared);
        maps[slot] = copy;
        return copy;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }
}

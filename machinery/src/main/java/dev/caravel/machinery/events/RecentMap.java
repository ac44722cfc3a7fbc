package dev.caravel.machinery.events;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entries used longest ago. */
final class RecentMap<K, V> extends LinkedHashMap<K, V> {
    private final int capacity;

    RecentMap(int capacity) {
        super(16, 0.75f, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}

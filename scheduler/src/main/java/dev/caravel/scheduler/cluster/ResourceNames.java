package dev.caravel.scheduler.cluster;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Gives each resource name its place in a {@link Resources} vector. Thread-safe; places are never reused. */
public final class ResourceNames {
    /** In thousandths; all others are in whole units. */
    public static final int CPU = 0;

    public static final int MEMORY = 1;
    public static final int EPHEMERAL_STORAGE = 2;
    private static final int FIRST_SCALAR = 3;

    private final ConcurrentMap<String, Integer> places = new ConcurrentHashMap<>();
    private volatile String[] names = new String[8];

    public ResourceNames() {
        place("cpu");
        place("memory");
        place("ephemeral-storage");
    }

    public int place(String name) {
        Integer known = places.get(name);
        return known != null ? known : add(name);
    }

    private synchronized int add(String name) {
        Integer known = places.get(name);
        if (known != null) {
            return known;
        }
        int place = places.size();
        String[] room = place < names.length ? names : Arrays.copyOf(names, 2 * names.length);
        room[place] = name;
        names = room;
        places.put(name, place);
        return place;
    }

    public String name(int place) {
        return names[place];
    }

    /** Whether the resource is extended, of huge pages or the like: anything but CPU, memory and ephemeral storage. */
    public static boolean isScalar(int place) {
        return place >= FIRST_SCALAR;
    }
}

package dev.caravel.scheduler.cluster;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Gives each label key and value that a node ever carried a small number, so that matching compares numbers.
 *
 * <p>Thread-safe. Numbers are never reused; pods only look up, so that what they ask for does not accumulate.
 */
public final class Symbols {
    /** The number of a text that no node carries; equal to no other. */
    public static final int UNKNOWN = -1;

    private final ConcurrentMap<String, Integer> numbers = new ConcurrentHashMap<>();
    private volatile String[] texts = new String[64];

    int intern(String text) {
        Integer known = numbers.get(text);
        return known != null ? known : add(text);
    }

    private synchronized int add(String text) {
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        String[] room = number < texts.length ? texts : Arrays.copyOf(texts, 2 * texts.length);
        room[number] = text;
        texts = room;
        numbers.put(text, number);
        return number;
    }

    public int find(String text) {
        return numbers.getOrDefault(text, UNKNOWN);
    }

    public String text(int number) {
        return texts[number];
    }
}

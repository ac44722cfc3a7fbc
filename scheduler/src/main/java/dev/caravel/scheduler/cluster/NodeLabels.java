package dev.caravel.scheduler.cluster;

import java.util.Arrays;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** A node's labels as numbers from {@link Symbols}. Immutable. */
public final class NodeLabels {
    private final int[] keys;
    private final int[] values;

    private NodeLabels(int[] keys, int[] values) {
        this.keys = keys;
        this.values = values;
    }

    static NodeLabels of(Map<String, String> labels, Symbols symbols) {
        long[] pairs = labels.entrySet().stream()
                .mapToLong(label -> pair(symbols.intern(label.getKey()), symbols.intern(label.getValue())))
                .sorted()
                .toArray();
        int[] keys = new int[pairs.length];
        int[] values = new int[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            keys[i] = (int) (pairs[i] >>> 32);
            values[i] = (int) pairs[i];
        }
        return new NodeLabels(keys, values);
    }

    /** The number of the label's value, or {@link Symbols#UNKNOWN} when the node has no such label. */
    public int value(int key) {
        int at = key < 0 ? -1 : Arrays.binarySearch(keys, key);
        return at < 0 ? Symbols.UNKNOWN : values[at];
    }

    /** Whether the test holds for any label, given as {@link #pair}. */
    public boolean anyPair(LongPredicate test) {
        for (int i = 0; i < keys.length; i++) {
            if (test.test(pair(keys[i], values[i]))) {
                return true;
            }
        }
        return false;
    }

    /** The sum over all labels, each given as {@link #pair}. */
    public long sumOfPairs(LongUnaryOperator weight) {
        long sum = 0;
        for (int i = 0; i < keys.length; i++) {
            sum += weight.applyAsLong(pair(keys[i], values[i]));
        }
        return sum;
    }

    /** A label as one number. */
    public static long pair(int key, int value) {
        return ((long) key << 32) | value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeLabels labels
                && Arrays.equals(keys, labels.keys)
                && Arrays.equals(values, labels.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }
}

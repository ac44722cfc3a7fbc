package dev.caravel.scheduler.cluster;

import java.util.Arrays;
import java.util.Map;

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
                .mapToLong(label -> ((long) symbols.intern(label.getKey()) << 32) | symbols.intern(label.getValue()))
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

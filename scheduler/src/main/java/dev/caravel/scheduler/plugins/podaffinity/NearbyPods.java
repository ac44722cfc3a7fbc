package dev.caravel.scheduler.plugins.podaffinity;

import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeLabels;
import dev.caravel.scheduler.cluster.Symbols;
import java.util.HashMap;
import java.util.Map;

/** Counts, by node label and value, pods on nodes that have it. Not thread-safe. */
final class NearbyPods {
    private final Symbols symbols;
    private final Map<Long, Long> counts;

    NearbyPods(Symbols symbols) {
        this(symbols, new HashMap<>());
    }

    private NearbyPods(Symbols symbols, Map<Long, Long> counts) {
        this.symbols = symbols;
        this.counts = counts;
    }

    NearbyPods copy() {
        return new NearbyPods(symbols, new HashMap<>(counts));
    }

    /** Adds to the count of the node's value of the label; nothing when the node has no such label. */
    void add(NodeFacts node, String topologyKey, long amount) {
        int key = symbols.find(topologyKey);
        int value = node.labels().value(key);
        if (value != Symbols.UNKNOWN) {
            counts.merge(NodeLabels.pair(key, value), amount, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** The count at the node's value of the label. */
    long near(NodeFacts node, String topologyKey) {
        int key = symbols.find(topologyKey);
        int value = node.labels().value(key);
        return value == Symbols.UNKNOWN ? 0 : counts.getOrDefault(NodeLabels.pair(key, value), 0L);
    }

    /** Whether any of the node's labels has a positive count. */
    boolean anyNear(NodeFacts node) {
        return !counts.isEmpty() && node.labels().anyPair(pair -> counts.getOrDefault(pair, 0L) > 0);
    }

    /** The sum of the counts of the node's labels. */
    long sumNear(NodeFacts node) {
        return node.labels().sumOfPairs(pair -> counts.getOrDefault(pair, 0L));
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }
}

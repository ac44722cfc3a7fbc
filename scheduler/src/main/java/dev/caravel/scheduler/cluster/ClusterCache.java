package dev.caravel.scheduler.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of nodes and of the pods on them: what the API said, and what this scheduler has decided but not yet
 * seen confirmed (assumed pods).
 *
 * <p>Thread-safe. A snapshot costs as much as has changed since the one before.
 */
public final class ClusterCache {
    private final Symbols symbols = new Symbols();
    private final ResourceNames resourceNames = new ResourceNames();
    /** Facts are null while only pods of a node have been seen. */
    private final Map<String, NodeInfo> nodes = new HashMap<>();

    private final Map<String, PodInfo> pods = new HashMap<>();
    private final Set<String> assumed = new HashSet<>();
    private final Map<String, Integer> nodesByImage = new ConcurrentHashMap<>();
    private final Set<String> changed = new HashSet<>();
    private boolean membershipChanged = true;
    private ClusterSnapshot latest = new ClusterSnapshot(List.of(), Map.of(), nodesByImage);

    public Symbols symbols() {
        return symbols;
    }

    public ResourceNames resourceNames() {
        return resourceNames;
    }

    public synchronized void putNode(NodeFacts facts) {
        NodeInfo before = nodes.get(facts.name());
        if (before != null && before.facts() != null) {
            countImages(before.facts(), -1);
            membershipChanged |= !before.facts().zone().equals(facts.zone());
        } else {
            membershipChanged = true;
        }
        countImages(facts, 1);
        put(facts.name(), before == null ? NodeInfo.empty(facts) : before.withFacts(facts));
    }

    public synchronized void removeNode(String name) {
        NodeInfo before = nodes.get(name);
        if (before == null || before.facts() == null) {
            return;
        }
        countImages(before.facts(), -1);
        membershipChanged = true;
        if (before.pods().isEmpty()) {
            nodes.remove(name);
        } else {
            nodes.put(name, before.withFacts(null));
        }
    }

    /** Takes a pod that the API says is on a node; confirms an assumption. */
    public synchronized void putPod(PodInfo pod) {
        PodInfo before = pods.get(pod.uid());
        if (before != null) {
            takeOff(before);
        }
        assumed.remove(pod.uid());
        placeOn(pod);
    }

    /** Takes away a pod that the API says is gone. */
    public synchronized void removePod(String uid) {
        PodInfo before = pods.remove(uid);
        assumed.remove(uid);
        if (before != null) {
            takeOff(before);
        }
    }

    /**
     * Counts a pod on the node that it is about to be bound to.
     *
     * @throws IllegalStateException when the pod is on a node already
     */
    public synchronized void assume(PodInfo pod) {
        if (pods.containsKey(pod.uid())) {
            throw new IllegalStateException("pod " + pod.key() + " is in the cache, so can't be assumed");
        }
        assumed.add(pod.uid());
        placeOn(pod);
    }

    /** Takes back an assumption; returns whether there was one. */
    public synchronized boolean forget(String uid) {
        if (!assumed.remove(uid)) {
            return false;
        }
        takeOff(pods.remove(uid));
        return true;
    }

    public synchronized boolean isAssumed(String uid) {
        return assumed.contains(uid);
    }

    public synchronized Optional<PodInfo> pod(String uid) {
        return Optional.ofNullable(pods.get(uid));
    }

    public synchronized Sizes sizes() {
        return new Sizes(nodes.size(), pods.size(), assumed.size());
    }

    /** How much the cache holds, for metrics. */
    public record Sizes(int nodes, int pods, int assumedPods) {}

    public synchronized ClusterSnapshot snapshot() {
        if (membershipChanged) {
            latest = rebuilt();
        } else if (!changed.isEmpty()) {
            List<NodeInfo> next = new ArrayList<>(latest.nodes());
            for (String name : changed) {
                Integer position = latest.positions().get(name);
                if (position != null) {
                    next.set(position, nodes.get(name));
                }
            }
            latest = new ClusterSnapshot(next, latest.positions(), nodesByImage);
        }
        membershipChanged = false;
        changed.clear();
        return latest;
    }

    private ClusterSnapshot rebuilt() {
        Map<String, Queue<NodeInfo>> zones = new TreeMap<>();
        nodes.values().stream()
                .filter(node -> node.facts() != null)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(node -> zones.computeIfAbsent(node.facts().zone(), zone -> new ArrayDeque<>())
                        .add(node));
        List<NodeInfo> order = new ArrayList<>(nodes.size());
        Map<String, Integer> positions = new HashMap<>();
        while (!zones.isEmpty()) {
            zones.values().removeIf(zone -> {
                NodeInfo node = zone.remove();
                positions.put(node.name(), order.size());
                order.add(node);
                return zone.isEmpty();
            });
        }
        return new ClusterSnapshot(order, positions, nodesByImage);
    }

    private void placeOn(PodInfo pod) {
        pods.put(pod.uid(), pod);
        NodeInfo node = nodes.get(pod.nodeName());
        put(pod.nodeName(), (node == null ? NodeInfo.empty(null) : node).withPod(pod));
    }

    private void takeOff(PodInfo pod) {
        NodeInfo node = nodes.get(pod.nodeName());
        if (node == null) {
            return;
        }
        NodeInfo without = node.withoutPod(pod.uid());
        if (without.facts() == null && without.pods().isEmpty()) {
            nodes.remove(pod.nodeName());
        } else {
            put(pod.nodeName(), without);
        }
    }

    private void put(String name, NodeInfo node) {
        nodes.put(name, node);
        changed.add(name);
    }

    private void countImages(NodeFacts facts, int change) {
        for (String image : facts.images().keySet()) {
            nodesByImage.merge(image, change, (a, b) -> a + b == 0 ? null : a + b);
        }
    }
}

package dev.caravel.scheduler.queue;

import dev.caravel.scheduler.cluster.PodInfo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pods for which room is being made, by the node where. Thread-safe. */
public final class NominatedPods {
    private final Map<String, Map<String, PodInfo>> byNode = new HashMap<>();
    private final Map<String, String> nodeByUid = new HashMap<>();

    /** Notes the pod's nomination, or takes a former one back when {@code node} is empty. */
    public synchronized void put(PodInfo pod, String node) {
        remove(pod.uid());
        if (!node.isEmpty()) {
            nodeByUid.put(pod.uid(), node);
            byNode.computeIfAbsent(node, name -> new LinkedHashMap<>()).put(pod.uid(), pod);
        }
    }

    public synchronized void remove(String uid) {
        String node = nodeByUid.remove(uid);
        if (node != null) {
            byNode.computeIfPresent(node, (name, pods) -> {
                pods.remove(uid);
                return pods.isEmpty() ? null : pods;
            });
        }
    }

    public synchronized List<PodInfo> on(String node) {
        return byNode.isEmpty()
                ? List.of()
                : List.copyOf(byNode.getOrDefault(node, Map.of()).values());
    }
}

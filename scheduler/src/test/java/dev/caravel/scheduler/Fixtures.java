package dev.caravel.scheduler;

import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.TreeMap;

/** Pods and nodes for tests, written short. */
public final class Fixtures {
    public final ClusterCache cache = new ClusterCache();

    /** A pod of one container. */
    public static PodBuilder pod(String name, String... requests) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withUid("uid-" + name)
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("default-scheduler")
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.36")
                .withNewResources()
                .withRequests(quantities(requests))
                .endResources()
                .endContainer()
                .endSpec();
    }

    /** A node with 4 CPUs, 8 GiB and room for ten pods. */
    public static NodeBuilder node(String name, String... labels) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(map(labels))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withAllocatable(quantities("cpu", "4", "memory", "8Gi", "pods", "10"))
                .endStatus();
    }

    public PodInfo info(PodBuilder pod) {
        return info(pod.build());
    }

    public PodInfo info(Pod pod) {
        return PodInfo.of(pod, cache.resourceNames());
    }

    public NodeFacts facts(NodeBuilder node) {
        return facts(node.build());
    }

    public NodeFacts facts(Node node) {
        return NodeFacts.of(node, cache.symbols(), cache.resourceNames());
    }

    public NodeInfo info(NodeBuilder node, PodInfo... pods) {
        NodeInfo info = NodeInfo.empty(facts(node));
        for (PodInfo pod : pods) {
            info = info.withPod(pod);
        }
        return info;
    }

    public static Map<String, Quantity> quantities(String... pairs) {
        Map<String, Quantity> quantities = new TreeMap<>();
        map(pairs).forEach((name, amount) -> quantities.put(name, Quantity.parse(amount)));
        return quantities;
    }

    public static Map<String, String> map(String... pairs) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}

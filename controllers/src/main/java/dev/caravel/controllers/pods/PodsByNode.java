package dev.caravel.controllers.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ObjectCache;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** The pods of a cache by the node they are assigned to. */
public final class PodsByNode {
    private static final String INDEX = "pod-node";

    private final ObjectCache<Pod> pods;

    /** To be made before the cache is started. */
    public PodsByNode(ObjectCache<Pod> pods) {
        this.pods = requireNonNull(pods, "pods is null");
        pods.index(
                INDEX, pod -> PodStates.isAssigned(pod) ? List.of(pod.getSpec().getNodeName()) : List.of());
    }

    public List<Pod> on(String node) {
        return pods.indexed(INDEX, node);
    }
}

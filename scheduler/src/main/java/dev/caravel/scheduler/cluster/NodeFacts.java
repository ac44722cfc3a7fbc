package dev.caravel.scheduler.cluster;

import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a Node object says that matters to scheduling. Immutable.
 *
 * @param zone region and zone, by which nodes take turns; empty when the node has neither label
 * @param images size in bytes by each name of an image on the node
 * @param conditions status by type
 */
public record NodeFacts(
        String name,
        String zone,
        NodeLabels labels,
        Map<String, String> annotations,
        List<Taint> taints,
        boolean unschedulable,
        Resources allocatable,
        int allowedPods,
        Map<String, Long> images,
        Map<String, String> conditions) {

    public static NodeFacts of(Node node, Symbols symbols, ResourceNames names) {
        NodeStatus status = node.getStatus() == null ? new NodeStatus() : node.getStatus();
        Map<String, Quantity> allocatable = Quantities.of(status.getAllocatable());
        Quantity pods = allocatable.getOrDefault("pods", Quantity.ZERO);
        Map<String, String> labels = node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
        return new NodeFacts(
                node.getMetadata().getName(),
                zone(labels),
                NodeLabels.of(labels, symbols),
                node.getMetadata().getAnnotations() == null
                        ? Map.of()
                        : Map.copyOf(node.getMetadata().getAnnotations()),
                node.getSpec() == null
                        ? List.of()
                        : node.getSpec().getTaints().stream().map(Taint::of).toList(),
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable()),
                Resources.of(allocatable, names),
                (int) Math.min(pods.toLong(), Integer.MAX_VALUE),
                images(status),
                status.getConditions().stream()
                        .collect(Collectors.toUnmodifiableMap(c -> c.getType(), c -> c.getStatus(), (a, b) -> b)));
    }

    private static String zone(Map<String, String> labels) {
        String region = labels.getOrDefault("topology.kubernetes.io/region", "");
        String zone = labels.getOrDefault("topology.kubernetes.io/zone", "");
        return region.isEmpty() && zone.isEmpty() ? "" : region + "/" + zone;
    }

    private static Map<String, Long> images(NodeStatus status) {
        Map<String, Long> images = new HashMap<>();
        for (ContainerImage image : status.getImages()) {
            long size = image.getSizeBytes() == null ? 0 : image.getSizeBytes();
            image.getNames().forEach(name -> images.put(name, size));
        }
        return Map.copyOf(images);
    }
}

package dev.caravel.scheduler.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster as one scheduling cycle sees it. Immutable. */
public final class ClusterSnapshot {
    private final List<NodeInfo> nodes;
    private final Map<String, Integer> positions;
    private final Map<String, Integer> nodesByImage;

    ClusterSnapshot(List<NodeInfo> nodes, Map<String, Integer> positions, Map<String, Integer> nodesByImage) {
        this.nodes = nodes;
        this.positions = positions;
        this.nodesByImage = nodesByImage;
    }

    /** All nodes, zones taking turns. */
    public List<NodeInfo> nodes() {
        return nodes;
    }

    public Optional<NodeInfo> node(String name) {
        return Optional.ofNullable(positions.get(name)).map(nodes::get);
    }

    /** How many nodes have an image of that name. */
    public int nodesWithImage(String image) {
        return nodesByImage.getOrDefault(image, 0);
    }

    Map<String, Integer> positions() {
        return positions;
    }
}

package dev.caravel.controllers.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a node's conditions say, and what they should say when its kubelet is silent. Pure. */
final class NodeConditions {
    static final String READY = "Ready";
    /** What kubelets report; when they stop, nobody knows. */
    private static final List<String> REPORTED = List.of(READY, "MemoryPressure", "DiskPressure", "PIDPressure");

    private NodeConditions() {}

    static Optional<NodeCondition> get(Node node, String type) {
        return node.getStatus() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst();
    }

    /** "True", "False" or "Unknown"; also when there is no such condition. */
    static String status(Node node, String type) {
        return get(node, type).map(NodeCondition::getStatus).orElse("Unknown");
    }

    /** The conditions with all that the kubelet reports turned unknown. */
    static List<NodeCondition> silent(Node node, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        List<NodeCondition> conditions = new ArrayList<>(
                node.getStatus() == null ? List.of() : node.getStatus().getConditions());
        for (String type : REPORTED) {
            Optional<NodeCondition> before = get(node, type);
            if (before.isEmpty()) {
                conditions.add(new NodeConditionBuilder()
                        .withType(type)
                        .withStatus("Unknown")
                        .withReason("NodeStatusNeverUpdated")
                        .withMessage("Kubelet never posted node status.")
                        .withLastHeartbeatTime(node.getMetadata().getCreationTimestamp())
                        .withLastTransitionTime(time)
                        .build());
            } else if (!before.get().getStatus().equals("Unknown")) {
                conditions.replaceAll(condition -> condition != before.get()
                        ? condition
                        : new NodeConditionBuilder(condition)
                                .withStatus("Unknown")
                                .withReason("NodeStatusUnknown")
                                .withMessage("Kubelet stopped posting node status.")
                                .withLastTransitionTime(time)
                                .build());
            }
        }
        return conditions;
    }
}

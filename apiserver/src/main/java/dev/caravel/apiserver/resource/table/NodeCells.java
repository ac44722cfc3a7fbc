package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.Map;
import java.util.TreeSet;

/** Cells of nodes. */
final class NodeCells {
    static final Map<String, Cell> BY_NAME = Map.of(
            "nodeStatus", Cell.text(NodeCells::status),
            "nodeRoles", Cell.text(NodeCells::roles),
            "nodeKernel", Cell.text(NodeCells::kernel),
            "nodeInternalIP", Cell.text(node -> address(node, "InternalIP")),
            "nodeExternalIP", Cell.text(node -> address(node, "ExternalIP")));

    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
    private static final String ROLE = "kubernetes.io/role";

    private NodeCells() {}

    private static String status(ObjectNode node) {
        var status = Conditions.find(node, "Ready")
                .map(condition -> condition.path("status").asText().equals("True") ? "Ready" : "NotReady")
                .orElse("Unknown");
        return JsonPaths.at(node, "spec.unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
    }

    private static String roles(ObjectNode node) {
        var roles = new TreeSet<String>();
        for (var label : JsonPaths.at(node, "metadata.labels").properties()) {
            if (label.getKey().startsWith(ROLE_PREFIX)) {
                roles.add(label.getKey().substring(ROLE_PREFIX.length()));
            } else if (label.getKey().equals(ROLE)) {
                roles.add(label.getValue().asText());
            }
        }
        roles.remove("");
        return Texts.orElse(String.join(",", roles), "<none>");
    }

    private static String kernel(ObjectNode node) {
        var version = Texts.orElse(JsonPaths.text(node, "status.nodeInfo.kernelVersion"), "<unknown>");
        var architecture = JsonPaths.text(node, "status.nodeInfo.architecture");
        return architecture.isEmpty() ? version : "%s (%s)".formatted(version, architecture);
    }

    private static String address(ObjectNode node, String type) {
        return JsonPaths.at(node, "status.addresses")
                .valueStream()
                .filter(address -> address.path("type").asText().equals(type))
                .findFirst()
                .map(address -> address.path("address").asText())
                .orElse("<none>");
    }
}

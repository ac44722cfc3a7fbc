package dev.caravel.kubelet.node;

import io.fabric8.kubernetes.api.model.NodeCondition;

/** The reasons of the events that tell of a node's conditions. */
final class NodeEvents {
    private NodeEvents() {}

    static String reason(NodeCondition condition) {
        boolean holds = condition.getStatus().equals("True");
        return switch (condition.getType()) {
            case "Ready" -> holds ? "NodeReady" : "NodeNotReady";
            case "MemoryPressure" -> holds ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory";
            case "DiskPressure" -> holds ? "NodeHasDiskPressure" : "NodeHasNoDiskPressure";
            case "PIDPressure" -> holds ? "NodeHasInsufficientPID" : "NodeHasSufficientPID";
            case String other -> "Node" + other;
        };
    }
}

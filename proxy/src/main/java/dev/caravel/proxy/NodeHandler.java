package dev.caravel.proxy;

import dev.caravel.proxy.health.ProxyHealth;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Follows this node's eligibility for load balancer traffic. */
record NodeHandler(ProxyHealth health) implements ResourceEventHandler<Node> {
    /** Set by the cluster autoscaler on a node that it is about to remove. */
    private static final String TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler";

    @Override
    public void onAdd(Node node) {
        boolean goes = node.getMetadata().getDeletionTimestamp() != null
                || node.getSpec().getTaints().stream()
                        .anyMatch(taint -> taint.getKey().equals(TO_BE_DELETED));
        health.nodeEligible(!goes);
    }

    @Override
    public void onUpdate(Node old, Node node) {
        onAdd(node);
    }

    @Override
    public void onDelete(Node node, boolean finalStateUnknown) {
        health.nodeEligible(false);
    }
}

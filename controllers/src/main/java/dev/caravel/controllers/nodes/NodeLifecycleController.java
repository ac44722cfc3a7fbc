package dev.caravel.controllers.nodes;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.pods.PodsByNode;
import dev.caravel.machinery.client.ChangeListener;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/** Wires the node lifecycle controller. */
public final class NodeLifecycleController {
    private static final String LEASE_NAMESPACE = "kube-node-lease";

    private NodeLifecycleController() {}

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<Node> nodes = context.caches().of(Node.class);
        ObjectCache<Lease> leases = context.caches().of(Lease.class);
        ObjectCache<Pod> pods = context.caches().of(Pod.class);
        PodsByNode podsByNode = new PodsByNode(pods);
        Heartbeats heartbeats = new Heartbeats(context.clock());
        WorkQueue<ObjectKey> queue = context.queue("node_lifecycle_controller");
        KubernetesClient client = context.clientFor("node-controller");
        EventRecorder events = context.events(client, "node-controller");
        nodes.onChange(new NodeSigns(heartbeats, events, queue));
        leases.onEvery(lease -> {
            if (LEASE_NAMESPACE.equals(lease.getMetadata().getNamespace())) {
                heartbeats.beat(lease.getMetadata().getName());
            }
        });
        NodeReconciler reconciler = new NodeReconciler(
                client,
                nodes,
                podsByNode,
                heartbeats,
                events,
                context.options().nodeMonitorGracePeriod,
                context.options().nodeStartupGracePeriod,
                context.clock());
        return context.loop("node_lifecycle", queue, reconciler, 8);
    }

    /** A node's own status is a sign of life too, when the kubelet wrote it. */
    private record NodeSigns(Heartbeats heartbeats, EventRecorder events, WorkQueue<ObjectKey> queue)
            implements ChangeListener<Node> {
        private NodeSigns {
            requireNonNull(heartbeats, "heartbeats is null");
        }

        @Override
        public void added(Node node) {
            String name = node.getMetadata().getName();
            heartbeats.beat(name);
            events.normal(
                    node, "RegisteredNode", "Node " + name + " event: Registered Node " + name + " in Controller");
            queue.add(ObjectKey.of(node));
        }

        @Override
        public void updated(Node before, Node after) {
            if (!Objects.equals(heartbeat(before), heartbeat(after))) {
                heartbeats.beat(after.getMetadata().getName());
            }
            queue.add(ObjectKey.of(after));
        }

        @Override
        public void deleted(Node last) {
            String name = last.getMetadata().getName();
            events.normal(last, "RemovingNode", "Node " + name + " event: Removing Node " + name + " from Controller");
            queue.add(ObjectKey.of(last));
        }

        private static String heartbeat(Node node) {
            return NodeConditions.get(node, NodeConditions.READY)
                    .map(condition -> condition.getLastHeartbeatTime())
                    .orElse(null);
        }
    }
}

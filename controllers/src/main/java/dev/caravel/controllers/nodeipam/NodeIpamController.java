package dev.caravel.controllers.nodeipam;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.manager.ControllerManagerOptions;
import dev.caravel.machinery.client.ApiRequests;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives each node a range of the cluster's pod addresses. Nodes are served one after the other. */
public final class NodeIpamController implements Reconciler<ObjectKey> {
    /** All nodes draw from the same pools, so what was given to one must be seen before the next is served. */
    private static final ObjectKey POOL = new ObjectKey("", "pool");

    private final ObjectCache<Node> nodes;
    private final List<CidrPool> pools;
    private final ApiRequests requests;
    private final EventRecorder events;
    private final OwnWrites<Node> writes;
    private final WorkQueue<ObjectKey> queue;

    private NodeIpamController(
            KubernetesClient client,
            ObjectCache<Node> nodes,
            List<CidrPool> pools,
            EventRecorder events,
            WorkQueue<ObjectKey> queue) {
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.pools = List.copyOf(pools);
        this.events = requireNonNull(events, "events is null");
        this.queue = requireNonNull(queue, "queue is null");
        requests = new ApiRequests(client);
        writes = new OwnWrites<>(nodes);
    }

    /** @throws IllegalArgumentException when the flags' ranges do not fit */
    public static ControlLoop create(ControllerContext context) {
        ControllerManagerOptions options = context.options();
        if (!options.allocateNodeCidrs || options.clusterCidr.isEmpty()) {
            return ControlLoop.of(() -> {}, () -> {});
        }
        List<CidrPool> pools = options.clusterCidr.stream()
                .map(cidr -> new CidrPool(
                        cidr,
                        cidr.contains(":") ? options.nodeCidrMaskSizeIpv6 : options.nodeCidrMaskSize,
                        options.serviceClusterIpRange))
                .toList();
        ObjectCache<Node> nodes = context.caches().of(Node.class);
        WorkQueue<ObjectKey> queue = context.queue("node_ipam");
        nodes.onEvery(_ -> queue.add(POOL));
        KubernetesClient client = context.clientFor("node-controller");
        NodeIpamController reconciler =
                new NodeIpamController(client, nodes, pools, context.events(client, "cidrAllocator"), queue);
        return context.loop("node_ipam", queue, reconciler, 1);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        if (!writes.visible(POOL)) {
            return Result.done();
        }
        Optional<Node> waiting = nodes.list().stream()
                .filter(node -> node.getSpec().getPodCIDRs().isEmpty()
                        && node.getMetadata().getDeletionTimestamp() == null)
                .findFirst();
        waiting.ifPresent(this::serve);
        return Result.done();
    }

    private void serve(Node node) {
        List<String> used = nodes.list().stream()
                .flatMap(other -> other.getSpec().getPodCIDRs().stream())
                .toList();
        List<String> given = new ArrayList<>();
        for (CidrPool pool : pools) {
            pool.next(used).ifPresent(given::add);
        }
        if (given.size() < pools.size()) {
            events.normal(
                    node,
                    "CIDRNotAvailable",
                    "Node " + node.getMetadata().getName() + " status is now: CIDRNotAvailable");
            throw new IllegalStateException(
                    "no pod CIDR is left for node " + node.getMetadata().getName());
        }
        Map<String, Object> change = Map.of("spec", Map.of("podCIDR", given.getFirst(), "podCIDRs", given));
        writes.wrote(POOL, requests.patch(node, ApiRequests.STRATEGIC_MERGE_PATCH, change));
        queue.add(POOL);
    }
}

package dev.caravel.controllers.nodes;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.pods.PodStates;
import dev.caravel.controllers.pods.PodsByNode;
import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ApiRequests;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Marks a node whose kubelet is silent, taints it as its conditions say, and tells of its pods that they are not ready. */
final class NodeReconciler implements Reconciler<ObjectKey> {
    private final KubernetesClient client;
    private final ApiRequests requests;
    private final ObjectCache<Node> nodes;
    private final PodsByNode pods;
    private final Heartbeats heartbeats;
    private final EventRecorder events;
    private final Duration grace;
    private final Duration startupGrace;
    private final Clock clock;

    NodeReconciler(
            KubernetesClient client,
            ObjectCache<Node> nodes,
            PodsByNode pods,
            Heartbeats heartbeats,
            EventRecorder events,
            Duration grace,
            Duration startupGrace,
            Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.pods = requireNonNull(pods, "pods is null");
        this.heartbeats = requireNonNull(heartbeats, "heartbeats is null");
        this.events = requireNonNull(events, "events is null");
        this.grace = requireNonNull(grace, "grace is null");
        this.startupGrace = requireNonNull(startupGrace, "startupGrace is null");
        this.clock = requireNonNull(clock, "clock is null");
        requests = new ApiRequests(client);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Node node = nodes.get(key).orElse(null);
        if (node == null) {
            heartbeats.forget(key.name());
            return Result.done();
        }
        Instant now = clock.instant();
        boolean reported = NodeConditions.get(node, NodeConditions.READY).isPresent();
        Instant deadline = heartbeats.last(key.name()).plus(reported ? grace : startupGrace);
        boolean silent = !now.isBefore(deadline);
        Node judged = silent ? markSilent(node, now) : node;
        Node tainted = taint(judged, now);
        if (!NodeConditions.status(tainted, NodeConditions.READY).equals("True") && reported) {
            markPods(tainted, now);
        }
        // A heartbeat moves the deadline without calling here: it is looked at when it would have passed.
        return silent ? Result.done() : Result.after(Duration.between(now, deadline));
    }

    private Node markSilent(Node node, Instant now) {
        List<NodeCondition> conditions = NodeConditions.silent(node, now);
        if (node.getStatus() != null && conditions.equals(node.getStatus().getConditions())) {
            return node;
        }
        boolean wasReady = NodeConditions.status(node, NodeConditions.READY).equals("True");
        Node marked = client.resource(new NodeBuilder(node)
                        .editOrNewStatus()
                        .withConditions(conditions)
                        .endStatus()
                        .build())
                .updateStatus();
        if (wasReady) {
            events.normal(
                    node, "NodeNotReady", "Node " + node.getMetadata().getName() + " status is now: NodeNotReady");
        }
        return marked;
    }

    private Node taint(Node node, Instant now) {
        List<Taint> wanted = NodeTaints.wanted(node, now);
        if (wanted.equals(node.getSpec().getTaints())) {
            return node;
        }
        Map<String, Object> change = Map.of(
                "metadata", Map.of("resourceVersion", node.getMetadata().getResourceVersion()),
                "spec", Map.of("taints", wanted));
        return requests.patch(node, ApiRequests.MERGE_PATCH, change);
    }

    private void markPods(Node node, Instant now) {
        for (Pod pod : pods.on(node.getMetadata().getName())) {
            if (PodStates.isReady(pod)) {
                markNotReady(pod, now);
            }
        }
    }

    private void markNotReady(Pod pod, Instant now) {
        Map<String, Object> condition = Map.of(
                "type", "Ready",
                "status", "False",
                "lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        Map<String, Object> change = Map.of("status", Map.of("conditions", List.of(condition)));
        try {
            requests.send(
                    "PATCH",
                    ApiRequests.pathOf(pod) + "/status",
                    ApiRequests.STRATEGIC_MERGE_PATCH,
                    change,
                    Void.class);
            events.warning(pod, "NodeNotReady", "Node is not ready");
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isNotFound(e)) {
                throw e;
            }
        }
    }
}

package dev.caravel.controllers.tainteviction;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.pods.Disruption;
import dev.caravel.controllers.pods.PodStates;
import dev.caravel.controllers.pods.PodsByNode;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deletes pods from nodes whose NoExecute taints they do not tolerate, or no longer. */
public final class TaintEvictionController implements Reconciler<ObjectKey> {

    private final KubernetesClient client;
    private final ObjectCache<Node> nodes;
    private final ObjectCache<Pod> pods;
    private final Disruption disruption;
    private final EventRecorder events;
    private final Clock clock;

    private TaintEvictionController(
            KubernetesClient client,
            ObjectCache<Node> nodes,
            ObjectCache<Pod> pods,
            EventRecorder events,
            Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.pods = requireNonNull(pods, "pods is null");
        this.events = requireNonNull(events, "events is null");
        this.clock = requireNonNull(clock, "clock is null");
        disruption = new Disruption(client, clock);
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<Node> nodes = context.caches().of(Node.class);
        ObjectCache<Pod> pods = context.caches().of(Pod.class);
        PodsByNode byNode = new PodsByNode(pods);
        WorkQueue<ObjectKey> queue = context.queue("noexec_taint_pod");
        pods.onEvery(pod -> {
            if (PodStates.isAssigned(pod)) {
                queue.add(ObjectKey.of(pod));
            }
        });
        nodes.onEvery(node -> byNode.on(node.getMetadata().getName()).forEach(pod -> queue.add(ObjectKey.of(pod))));
        KubernetesClient client = context.clientFor("node-controller");
        TaintEvictionController reconciler = new TaintEvictionController(
                client, nodes, pods, context.events(client, "taint-eviction-controller"), context.clock());
        return context.loop("noexec_taint_pod", queue, reconciler, 8);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Pod pod = pods.get(key).orElse(null);
        if (pod == null || PodStates.isTerminating(pod) || !PodStates.isAssigned(pod)) {
            return Result.done();
        }
        Instant now = clock.instant();
        Optional<Instant> end = EvictionTime.of(taints(pod), pod.getSpec().getTolerations(), now);
        if (end.isEmpty()) {
            return Result.done();
        }
        if (end.get().isAfter(now)) {
            return Result.after(Duration.between(now, end.get()));
        }
        evict(pod);
        return Result.done();
    }

    private List<Taint> taints(Pod pod) {
        return nodes.get(new ObjectKey("", pod.getSpec().getNodeName()))
                .map(node -> node.getSpec().getTaints().stream()
                        .filter(taint -> "NoExecute".equals(taint.getEffect()))
                        .toList())
                .orElse(List.of());
    }

    private void evict(Pod pod) {
        events.normal(pod, "TaintManagerEviction", "Marking for deletion Pod " + ObjectKey.of(pod));
        disruption.mark(
                pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", Optional.empty());
        client.resource(pod).delete();
    }
}

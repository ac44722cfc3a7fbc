package dev.caravel.controllers.podgc;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.pods.Disruption;
import dev.caravel.controllers.pods.PodStates;
import dev.caravel.controllers.pods.PodsByNode;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Removes pods that no kubelet will: on nodes that are gone, never scheduled and being deleted, or ended and too many. */
public final class PodGarbageCollector implements Reconciler<ObjectKey> {
    private static final Logger log = Logger.getLogger(PodGarbageCollector.class);
    /** How long a node must be gone: one that is made anew keeps its pods. */
    private static final Duration QUARANTINE = Duration.ofSeconds(40);

    /** Stands for all ended pods; no pod has an empty name. */
    private static final ObjectKey ENDED = new ObjectKey("", "");

    private final KubernetesClient client;
    private final ObjectCache<Node> nodes;
    private final ObjectCache<Pod> pods;
    private final Disruption disruption;
    private final int threshold;
    private final Clock clock;
    private final Map<String, Instant> missingSince = new ConcurrentHashMap<>();

    private PodGarbageCollector(
            KubernetesClient client, ObjectCache<Node> nodes, ObjectCache<Pod> pods, int threshold, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.pods = requireNonNull(pods, "pods is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.threshold = threshold;
        disruption = new Disruption(client, clock);
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<Node> nodes = context.caches().of(Node.class);
        ObjectCache<Pod> pods = context.caches().of(Pod.class);
        PodsByNode byNode = new PodsByNode(pods);
        WorkQueue<ObjectKey> queue = context.queue("orphaned_pods_nodes");
        pods.onEvery(pod -> {
            queue.add(ObjectKey.of(pod));
            if (PodStates.isEnded(pod)) {
                queue.add(ENDED);
            }
        });
        nodes.onEvery(node -> byNode.on(node.getMetadata().getName()).forEach(pod -> queue.add(ObjectKey.of(pod))));
        PodGarbageCollector reconciler = new PodGarbageCollector(
                context.clientFor("pod-garbage-collector"),
                nodes,
                pods,
                context.options().terminatedPodGcThreshold,
                context.clock());
        return context.loop("orphaned_pods_nodes", queue, reconciler, 4);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        if (key.equals(ENDED)) {
            PodGarbage.surplus(pods.list(), threshold).forEach(pod -> remove(pod, "ended, and too many have"));
            return Result.done();
        }
        Pod pod = pods.get(key).orElse(null);
        if (pod == null) {
            return Result.done();
        }
        if (!PodStates.isAssigned(pod)) {
            if (PodStates.isTerminating(pod)) {
                remove(pod, "deleted before it was scheduled");
            }
            return Result.done();
        }
        return examineNode(pod);
    }

    private Result examineNode(Pod pod) {
        String node = pod.getSpec().getNodeName();
        if (nodes.get(new ObjectKey("", node)).isPresent()) {
            missingSince.remove(node);
            return Result.done();
        }
        Instant now = clock.instant();
        Instant end = missingSince.computeIfAbsent(node, _ -> now).plus(QUARANTINE);
        if (now.isBefore(end)) {
            return Result.after(Duration.between(now, end));
        }
        if (client.nodes().withName(node).get() == null) {
            Optional<String> phase = PodStates.isEnded(pod) ? Optional.empty() : Optional.of("Failed");
            disruption.mark(pod, "DeletionByPodGC", "PodGC: node no longer exists", phase);
            remove(pod, "its node is gone");
        }
        return Result.done();
    }

    private void remove(Pod pod, String why) {
        log.infof("%s: removes pod: %s", ObjectKey.of(pod), why);
        client.resource(pod).withGracePeriod(0).delete();
    }
}

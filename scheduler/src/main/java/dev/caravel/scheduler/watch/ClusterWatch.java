package dev.caravel.scheduler.watch;

import dev.caravel.machinery.client.Informers;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Follows nodes and unfinished pods, and keeps cache and queue current. */
public final class ClusterWatch implements AutoCloseable {
    private static final long NO_RESYNC = 0;

    private final ClusterCache cache;
    private final SharedIndexInformer<Node> nodes;
    private final SharedIndexInformer<Pod> pods;
    private final InitialList<Node> initialNodes;
    private final InitialList<Pod> initialPods;

    /** @param schedulerNames whose pods go to the queue */
    public ClusterWatch(
            KubernetesClient client, ClusterCache cache, SchedulingQueue queue, Set<String> schedulerNames) {
        this.cache = cache;
        nodes = client.nodes().runnableInformer(NO_RESYNC);
        initialNodes = new InitialList<>(nodes);
        nodes.addEventHandler(new NodeHandler(cache, queue));
        nodes.addEventHandler(initialNodes);
        pods = client.pods()
                .inAnyNamespace()
                .withoutField("status.phase", "Succeeded")
                .withoutField("status.phase", "Failed")
                .runnableInformer(NO_RESYNC);
        initialPods = new InitialList<>(pods);
        pods.addEventHandler(new PodHandler(cache, queue, schedulerNames));
        pods.addEventHandler(initialPods);
    }

    /** Completes when cache and queue have all that there was at the start. */
    public CompletableFuture<Void> start() {
        Informers.start(nodes, initialNodes::listed);
        Informers.start(pods, initialPods::listed);
        return CompletableFuture.allOf(initialNodes.handled(), initialPods.handled());
    }

    /** A pod as last heard from the API. */
    public Optional<PodInfo> pod(ObjectKey key) {
        return Optional.ofNullable(pods.getStore().getByKey(key.toString()))
                .map(pod -> PodInfo.of(pod, cache.resourceNames()));
    }

    @Override
    public void close() {
        nodes.stop();
        pods.stop();
    }
}

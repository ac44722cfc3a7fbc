package dev.caravel.scheduler.watch;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.ClusterEvent;
import dev.caravel.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Optional;
import java.util.Set;

/** Brings what happens to pods to the cache (those with a node) and to the queue (those without). */
public final class PodHandler implements ResourceEventHandler<Pod> {
    private final ClusterCache cache;
    private final SchedulingQueue queue;
    private final Set<String> schedulerNames;

    /** @param schedulerNames whose pods this scheduler takes care of */
    public PodHandler(ClusterCache cache, SchedulingQueue queue, Set<String> schedulerNames) {
        this.cache = requireNonNull(cache, "cache is null");
        this.queue = requireNonNull(queue, "queue is null");
        this.schedulerNames = Set.copyOf(schedulerNames);
    }

    @Override
    public void onAdd(Pod object) {
        PodInfo pod = info(object);
        if (pod.isAssigned()) {
            cache.putPod(pod);
            queue.onEvent(ClusterEvent.ASSIGNED_POD_ADD, Change.pod(null, pod));
        } else if (isOurs(pod)) {
            queue.add(pod);
        }
    }

    @Override
    public void onUpdate(Pod oldObject, Pod newObject) {
        if (!oldObject.getMetadata().getUid().equals(newObject.getMetadata().getUid())) {
            onDelete(oldObject, false);
            onAdd(newObject);
            return;
        }
        PodInfo before = info(oldObject);
        PodInfo after = info(newObject);
        if (before.isAssigned()) {
            cache.putPod(after);
            PodChanges.between(before, after).forEach(event -> queue.onEvent(event, Change.pod(before, after)));
        } else if (after.isAssigned()) {
            cache.putPod(after);
            queue.delete(before);
            queue.onEvent(ClusterEvent.ASSIGNED_POD_ADD, Change.pod(null, after));
        } else if (isOurs(after) && !cache.isAssumed(after.uid())) {
            queue.update(before, after, PodChanges.between(before, after));
        }
    }

    @Override
    public void onDelete(Pod object, boolean stateUnknown) {
        PodInfo pod = info(object);
        Optional<PodInfo> placed = cache.pod(pod.uid());
        cache.removePod(pod.uid());
        queue.delete(pod);
        if (placed.isPresent() || !pod.nominatedNodeName().isEmpty()) {
            queue.onEvent(ClusterEvent.ASSIGNED_POD_DELETE, Change.pod(placed.orElse(pod), null));
        }
    }

    private boolean isOurs(PodInfo pod) {
        return schedulerNames.contains(pod.schedulerName());
    }

    private PodInfo info(Pod pod) {
        return PodInfo.of(pod, cache.resourceNames());
    }
}

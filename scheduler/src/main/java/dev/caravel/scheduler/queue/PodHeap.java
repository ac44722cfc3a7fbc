package dev.caravel.scheduler.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Pods in an order, found by identity too. Not thread-safe. */
final class PodHeap {
    private final TreeSet<QueuedPod> order;
    private final Map<String, QueuedPod> byUid = new HashMap<>();

    PodHeap(Comparator<QueuedPod> comparator) {
        order = new TreeSet<>(comparator.thenComparing(queued -> queued.pod().uid()));
    }

    /** What the order depends on must not change while the pod is in. */
    void add(QueuedPod queued) {
        remove(queued.pod().uid());
        byUid.put(queued.pod().uid(), queued);
        order.add(queued);
    }

    Optional<QueuedPod> get(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    Optional<QueuedPod> remove(String uid) {
        QueuedPod queued = byUid.remove(uid);
        if (queued != null) {
            order.remove(queued);
        }
        return Optional.ofNullable(queued);
    }

    Optional<QueuedPod> first() {
        return order.isEmpty() ? Optional.empty() : Optional.of(order.first());
    }

    Optional<QueuedPod> poll() {
        QueuedPod queued = order.pollFirst();
        if (queued != null) {
            byUid.remove(queued.pod().uid());
        }
        return Optional.ofNullable(queued);
    }

    List<QueuedPod> all() {
        return new ArrayList<>(order);
    }

    int size() {
        return order.size();
    }
}

package dev.caravel.scheduler.cycle;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import dev.caravel.scheduler.queue.QueuedPod;
import dev.caravel.scheduler.queue.SchedulingQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Gives a pod that could not be scheduled back to the queue, and tells why: by event and by condition. */
final class FailureHandler {
    private static final Logger log = Logger.getLogger(FailureHandler.class);

    private final SchedulingQueue queue;
    private final Function<ObjectKey, Optional<PodInfo>> currentPods;
    private final PodApi api;
    private final PodEvents events;
    private final Eviction eviction;
    private final SchedulerMetrics metrics;
    private final Clock clock;
    private final Executor writers;

    /**
     * @param currentPods a pod as last heard from the API
     * @param writers runs what blocks
     */
    FailureHandler(
            SchedulingQueue queue,
            Function<ObjectKey, Optional<PodInfo>> currentPods,
            PodApi api,
            PodEvents events,
            SchedulerMetrics metrics,
            Clock clock,
            Executor writers) {
        this.queue = requireNonNull(queue, "queue is null");
        this.currentPods = requireNonNull(currentPods, "currentPods is null");
        this.api = requireNonNull(api, "api is null");
        this.events = requireNonNull(events, "events is null");
        this.eviction = new Eviction(api, events, queue.nominated());
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.writers = requireNonNull(writers, "writers is null");
    }

    void handle(QueuedPod queued, Failure failure, Instant started) {
        PodInfo pod = queued.pod();
        metrics.attempted(
                failure.rejected() ? SchedulerMetrics.Result.UNSCHEDULABLE : SchedulerMetrics.Result.ERROR,
                pod.schedulerName(),
                Duration.between(started, clock.instant()));
        if (failure.rejected()) {
            log.debugf("Unable to schedule pod %s: %s", pod.key(), failure.message());
        } else {
            log.errorf("Error scheduling pod %s; retrying: %s", pod.key(), failure.message());
        }
        Optional<PodInfo> current = currentPods.apply(pod.key());
        if (current.isEmpty() || current.get().isAssigned() || !current.get().isSamePodAs(pod)) {
            log.debugf("Pod %s is gone or bound; not queued again", pod.key());
            queue.done(pod.uid());
            return;
        }
        PodInfo newest = current.get();
        failure.nominatedNode().ifPresent(node -> queue.nominated().put(newest, node));
        events.failedScheduling(newest, failure.message());
        if (failure.victims().isEmpty()) {
            queue.giveBack(queued, newest, failure.unschedulablePlugins(), failure.pendingPlugins());
            writers.execute(() -> report(newest, failure));
        } else {
            writers.execute(() -> preempt(queued, newest, failure));
        }
    }

    /**
     * The pod is given back when its victims are on their way out: until then it is in flight, where no event about
     * them is missed.
     */
    private void preempt(QueuedPod queued, PodInfo preemptor, Failure failure) {
        report(preemptor, failure);
        String node = failure.nominatedNode().orElseThrow();
        metrics.preempted(failure.victims().size());
        try {
            eviction.evict(failure.victims(), preemptor, node);
            queue.giveBack(queued, preemptor, failure.unschedulablePlugins(), failure.pendingPlugins());
        } catch (RuntimeException e) {
            log.errorf("Pod %s cannot preempt on node %s: %s", preemptor.key(), node, e.getMessage());
            queue.giveBack(queued, preemptor, Set.of(), Set.of());
        }
    }

    private void report(PodInfo pod, Failure failure) {
        try {
            api.reportUnscheduled(pod, failure.reason(), failure.message(), failure.nominatedNode());
        } catch (RuntimeException e) {
            log.errorf("Error updating pod %s: %s", pod.key(), e.getMessage());
        }
    }
}

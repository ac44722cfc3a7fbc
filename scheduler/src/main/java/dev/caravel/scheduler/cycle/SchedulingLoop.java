package dev.caravel.scheduler.cycle;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.PermitPlugin;
import dev.caravel.scheduler.framework.PermitResult;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.framework.Status;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import dev.caravel.scheduler.queue.QueuedPod;
import dev.caravel.scheduler.queue.SchedulingQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Takes pods from the queue one after the other, decides where each runs, and hands it to a binding cycle of its own.
 * Decisions are made by one thread, so that each sees the one before.
 */
final class SchedulingLoop implements Runnable {
    private static final Logger log = Logger.getLogger(SchedulingLoop.class);

    private final Map<String, Profile> profiles;
    private final SchedulingQueue queue;
    private final ClusterCache cache;
    private final SchedulingAlgorithm algorithm;
    private final BindingCycle binding;
    private final FailureHandler failures;
    private final PodEvents events;
    private final SchedulerMetrics metrics;
    private final Clock clock;
    private final Executor binders;

    SchedulingLoop(
            Map<String, Profile> profiles,
            SchedulingQueue queue,
            ClusterCache cache,
            SchedulingAlgorithm algorithm,
            BindingCycle binding,
            FailureHandler failures,
            PodEvents events,
            SchedulerMetrics metrics,
            Clock clock,
            Executor binders) {
        this.profiles = Map.copyOf(profiles);
        this.queue = requireNonNull(queue, "queue is null");
        this.cache = requireNonNull(cache, "cache is null");
        this.algorithm = requireNonNull(algorithm, "algorithm is null");
        this.binding = requireNonNull(binding, "binding is null");
        this.failures = requireNonNull(failures, "failures is null");
        this.events = requireNonNull(events, "events is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.binders = requireNonNull(binders, "binders is null");
    }

    /** Until the queue is closed. */
    @Override
    public void run() {
        try {
            for (Optional<QueuedPod> next = queue.pop(); next.isPresent(); next = queue.pop()) {
                schedule(next.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void schedule(QueuedPod queued) {
        PodInfo pod = queued.pod();
        if (pod.deleting()) {
            events.failedScheduling(pod, "skip schedule deleting pod: " + pod.key());
            queue.done(pod.uid());
            return;
        }
        if (cache.isAssumed(pod.uid())) {
            queue.done(pod.uid());
            return;
        }
        Instant started = clock.instant();
        try {
            decide(queued, profiles.get(pod.schedulerName()), started);
        } catch (RuntimeException e) {
            log.debugf(e, "Scheduling pod %s failed", pod.key());
            failures.handle(queued, Failure.error(String.valueOf(e.getMessage())), started);
        }
    }

    private void decide(QueuedPod queued, Profile profile, Instant started) {
        CycleState state = new CycleState();
        Placement placement = algorithm.place(profile, state, queued.pod(), cache.snapshot());
        metrics.algorithmTook(Duration.between(started, clock.instant()));
        switch (placement) {
            case Placement.NoNodes _ -> failures.handle(queued, Failure.noNodes(), started);
            case Placement.Nowhere nowhere -> failures.handle(queued, Failure.nowhere(nowhere), started);
            case Placement.On on -> take(queued, profile, state, on.node(), started);
        }
    }

    private void take(QueuedPod queued, Profile profile, CycleState state, String node, Instant started) {
        PodInfo assumed = queued.pod().assignedTo(node);
        cache.assume(assumed);
        queue.nominated().remove(assumed.uid());
        List<BindingCycle.Permit> permits = new ArrayList<>();
        Status status;
        try {
            status = profile.reserve(state, assumed, node);
            if (status.isSuccess()) {
                status = permit(profile, state, assumed, permits);
            }
        } catch (RuntimeException e) {
            status = Status.error("", String.valueOf(e.getMessage()));
        }
        if (status.isSuccess()) {
            var attempt = new BindingCycle.Attempt(profile, state, queued, assumed, permits, started);
            binders.execute(() -> binding.run(attempt));
        } else {
            profile.unreserve(state, assumed, node);
            cache.forget(assumed.uid());
            failures.handle(queued, Failure.onNode(node, status), started);
        }
    }

    private static Status permit(Profile profile, CycleState state, PodInfo pod, List<BindingCycle.Permit> permits) {
        for (PermitPlugin plugin : profile.plugins().permit()) {
            PermitResult result = plugin.permit(state, pod, pod.nodeName());
            switch (result.status().code()) {
                case SUCCESS -> {}
                case WAIT -> permits.add(new BindingCycle.Permit(plugin, result));
                default -> {
                    return result.status();
                }
            }
        }
        return Status.SUCCESS;
    }
}

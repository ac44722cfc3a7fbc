package dev.caravel.scheduler.cycle;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.ClusterEvent;
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
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Binds an assumed pod: wait for permits, PreBind, Bind, PostBind. On a virtual thread of its own; blocks. */
final class BindingCycle {
    private static final Logger log = Logger.getLogger(BindingCycle.class);

    private final ClusterCache cache;
    private final SchedulingQueue queue;
    private final PodEvents events;
    private final SchedulerMetrics metrics;
    private final FailureHandler failures;
    private final Clock clock;

    BindingCycle(
            ClusterCache cache,
            SchedulingQueue queue,
            PodEvents events,
            SchedulerMetrics metrics,
            FailureHandler failures,
            Clock clock) {
        this.cache = requireNonNull(cache, "cache is null");
        this.queue = requireNonNull(queue, "queue is null");
        this.events = requireNonNull(events, "events is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.failures = requireNonNull(failures, "failures is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** What a pod that has found its node carries along. */
    record Attempt(
            Profile profile,
            CycleState state,
            QueuedPod queued,
            PodInfo assumed,
            List<Permit> permits,
            Instant started) {
        String node() {
            return assumed.nodeName();
        }
    }

    /** A permit that is still to be waited for. */
    record Permit(PermitPlugin plugin, PermitResult result) {}

    void run(Attempt attempt) {
        Status status;
        try {
            status = bind(attempt);
        } catch (RuntimeException e) {
            log.debugf(e, "Binding pod %s failed", attempt.assumed().key());
            status = Status.error("", String.valueOf(e.getMessage()));
        }
        if (status.isSuccess()) {
            succeeded(attempt);
        } else {
            giveUp(attempt, status);
        }
    }

    private Status bind(Attempt attempt) {
        for (Permit permit : attempt.permits()) {
            Status status = await(permit);
            if (!status.isSuccess()) {
                return status;
            }
        }
        Status prepared = attempt.profile().preBind(attempt.state(), attempt.assumed(), attempt.node());
        return prepared.isSuccess()
                ? attempt.profile().bind(attempt.state(), attempt.assumed(), attempt.node())
                : prepared;
    }

    private static Status await(Permit permit) {
        String plugin = permit.plugin().name();
        Duration timeout = permit.result().timeout();
        long millis = Math.min(timeout.toMillis(), PermitResult.LONGEST_WAIT.toMillis());
        try {
            return permit.result().decision().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return Status.unschedulable(
                    plugin, "rejected due to timeout after waiting " + timeout + " at plugin " + plugin);
        } catch (ExecutionException e) {
            return Status.error(plugin, String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Status.error(plugin, "interrupted");
        }
    }

    private void succeeded(Attempt attempt) {
        PodInfo pod = attempt.assumed();
        queue.done(pod.uid());
        Instant now = clock.instant();
        log.infof("Successfully bound pod %s to node %s", pod.key(), attempt.node());
        metrics.attempted(
                SchedulerMetrics.Result.SCHEDULED, pod.schedulerName(), Duration.between(attempt.started(), now));
        metrics.scheduled(
                attempt.queued().attempts(),
                Duration.between(attempt.queued().firstAttempt().orElse(attempt.started()), now));
        events.scheduled(pod, attempt.node());
        attempt.profile().postBind(attempt.state(), pod, attempt.node());
    }

    private void giveUp(Attempt attempt, Status status) {
        PodInfo pod = attempt.assumed();
        attempt.profile().unreserve(attempt.state(), pod, attempt.node());
        if (cache.forget(pod.uid())) {
            queue.onEvent(ClusterEvent.ASSIGNED_POD_DELETE, Change.pod(pod, null));
        }
        failures.handle(attempt.queued(), Failure.onNode(attempt.node(), status), attempt.started());
    }
}

package dev.caravel.scheduler.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.IntSupplier;

/** The scheduler's metrics, under upstream's names. Thread-safe. */
public final class SchedulerMetrics {
    private static final double[] ATTEMPT_SECONDS = exponential(0.001, 2, 15);
    private static final double[] SLI_SECONDS = exponential(0.01, 2, 20);
    private static final double[] VICTIMS = exponential(1, 2, 7);
    private static final double[] ATTEMPTS = exponential(1, 2, 5);
    private static final int MOST_ATTEMPTS_TOLD_APART = 15;

    /** How an attempt ended. */
    public enum Result {
        SCHEDULED("scheduled"),
        UNSCHEDULABLE("unschedulable"),
        ERROR("error");

        private final String label;

        Result(String label) {
            this.label = label;
        }
    }

    private final MeterRegistry registry;

    public SchedulerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    public void observeQueue(String queue, IntSupplier size) {
        Gauge.builder("scheduler_pending_pods", size, IntSupplier::getAsInt)
                .description("Number of pending pods, by the queue type.")
                .tag("queue", queue)
                .strongReference(true)
                .register(registry);
    }

    public void observeCache(String type, IntSupplier size) {
        Gauge.builder("scheduler_cache_size", size, IntSupplier::getAsInt)
                .description("Number of nodes, pods, and assumed (bound) pods in the scheduler cache.")
                .tag("type", type)
                .strongReference(true)
                .register(registry);
    }

    public void observeRejections(String plugin, String profile, IntSupplier pods) {
        Gauge.builder("scheduler_unschedulable_pods", pods, IntSupplier::getAsInt)
                .description("The number of unschedulable pods broken down by plugin name.")
                .tags("plugin", plugin, "profile", profile)
                .strongReference(true)
                .register(registry);
    }

    public void preempted(int victims) {
        DistributionSummary.builder("scheduler_preemption_victims")
                .description("Number of selected preemption victims")
                .serviceLevelObjectives(VICTIMS)
                .register(registry)
                .record(victims);
    }

    public void queued(String queue, String event) {
        Counter.builder("scheduler_queue_incoming_pods_total")
                .description("Number of pods added to scheduling queues by event and queue type.")
                .tags("queue", queue, "event", event)
                .register(registry)
                .increment();
    }

    public void attempted(Result result, String profile, Duration took) {
        Counter.builder("scheduler_schedule_attempts_total")
                .description("Number of attempts to schedule pods, by the result.")
                .tags("result", result.label, "profile", profile)
                .register(registry)
                .increment();
        DistributionSummary.builder("scheduler_scheduling_attempt_duration_seconds")
                .description("Scheduling attempt latency in seconds (scheduling algorithm + binding)")
                .tags("result", result.label, "profile", profile)
                .serviceLevelObjectives(ATTEMPT_SECONDS)
                .register(registry)
                .record(seconds(took));
    }

    public void algorithmTook(Duration duration) {
        DistributionSummary.builder("scheduler_scheduling_algorithm_duration_seconds")
                .description("Scheduling algorithm latency in seconds")
                .serviceLevelObjectives(ATTEMPT_SECONDS)
                .register(registry)
                .record(seconds(duration));
    }

    public void scheduled(int attempts, Duration sinceFirstAttempt) {
        DistributionSummary.builder("scheduler_pod_scheduling_attempts")
                .description("Number of attempts to successfully schedule a pod.")
                .serviceLevelObjectives(ATTEMPTS)
                .register(registry)
                .record(attempts);
        DistributionSummary.builder("scheduler_pod_scheduling_sli_duration_seconds")
                .description("E2e latency for a pod being scheduled, from the time the pod enters the scheduling"
                        + " queue and might involve multiple scheduling attempts.")
                .tag("attempts", attempts >= MOST_ATTEMPTS_TOLD_APART ? "15+" : Integer.toString(attempts))
                .serviceLevelObjectives(SLI_SECONDS)
                .register(registry)
                .record(seconds(sinceFirstAttempt));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double[] exponential(double start, double factor, int count) {
        double[] bounds = new double[count];
        double bound = start;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound *= factor;
        }
        return bounds;
    }
}

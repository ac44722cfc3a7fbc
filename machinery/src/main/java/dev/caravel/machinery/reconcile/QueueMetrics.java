package dev.caravel.machinery.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The {@code workqueue_*} metrics of one queue, under upstream's names. */
final class QueueMetrics {
    private static final double NANOS = 1e9;
    private static final double[] BUCKETS = {1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

    private final MeterRegistry registry;
    private final String queue;
    private final Counter adds;
    private final Counter retries;
    private final DistributionSummary waited;
    private final DistributionSummary worked;

    QueueMetrics(MeterRegistry registry, String queue) {
        this.registry = registry;
        this.queue = queue;
        adds = Counter.builder("workqueue_adds").tag("name", queue).register(registry);
        retries = Counter.builder("workqueue_retries").tag("name", queue).register(registry);
        waited = summary("workqueue_queue_duration_seconds");
        worked = summary("workqueue_work_duration_seconds");
    }

    private DistributionSummary summary(String name) {
        return DistributionSummary.builder(name)
                .tag("name", queue)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void observe(Supplier<Number> depth, Supplier<Number> unfinishedNanos, Supplier<Number> longestNanos) {
        gauge("workqueue_depth", depth);
        gauge("workqueue_unfinished_work_seconds", () -> unfinishedNanos.get().doubleValue() / NANOS);
        gauge(
                "workqueue_longest_running_processor_seconds",
                () -> longestNanos.get().doubleValue() / NANOS);
    }

    private void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).tag("name", queue).register(registry);
    }

    long nanoTime() {
        return registry.config().clock().monotonicTime();
    }

    void added() {
        adds.increment();
    }

    void retried() {
        retries.increment();
    }

    void waited(long nanos) {
        waited.record(nanos / NANOS);
    }

    void worked(long nanos) {
        worked.record(nanos / NANOS);
    }
}

package dev.caravel.scheduler.cycle;

import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import dev.caravel.scheduler.queue.SchedulingQueue;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Schedules pods from the queue until closed: one thread that decides, a virtual thread for each binding. */
public final class SchedulingEngine implements AutoCloseable {
    private final SchedulingQueue queue;
    private final SchedulingLoop loop;
    private final Workers workers = new Workers();
    private Thread thread;

    /** @param currentPods a pod as last heard from the API */
    public SchedulingEngine(
            Map<String, Profile> profiles,
            int percentageOfNodesToScore,
            SchedulingQueue queue,
            ClusterCache cache,
            Function<ObjectKey, Optional<PodInfo>> currentPods,
            PodApi api,
            PodEvents events,
            SchedulerMetrics metrics,
            Clock clock,
            RandomGenerator random) {
        this.queue = queue;
        FailureHandler failures = new FailureHandler(queue, currentPods, api, events, metrics, clock, workers);
        BindingCycle binding = new BindingCycle(cache, queue, events, metrics, failures, clock);
        SchedulingAlgorithm algorithm = new SchedulingAlgorithm(percentageOfNodesToScore, queue.nominated(), random);
        this.loop = new SchedulingLoop(
                profiles, queue, cache, algorithm, binding, failures, events, metrics, clock, workers);
    }

    public synchronized void start() {
        thread = Thread.ofPlatform().name("scheduler").start(loop);
    }

    /** Ends deciding and waits a while for bindings under way. */
    @Override
    public synchronized void close() {
        queue.close();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        workers.close();
    }
}

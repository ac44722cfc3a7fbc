package dev.caravel.machinery.reconcile;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later. Tests inject one whose time they move by hand. */
@FunctionalInterface
public interface Delayer {
    void after(Duration delay, Runnable task);

    /** A delayer on {@code executor}, which the caller owns. */
    static Delayer on(ScheduledExecutorService executor) {
        return (delay, task) -> {
            if (!executor.isShutdown()) {
                executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }

    /** An executor for {@link #on}: one daemon thread, enough for all queues of a process. */
    static ScheduledExecutorService newExecutor() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("delayer").factory());
    }
}

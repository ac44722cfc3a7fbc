package dev.caravel.scheduler.cycle;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs each task on a virtual thread of its own; on close, waits for them a while, then interrupts them. */
public final class Workers implements Executor, AutoCloseable {
    /** A write to the API that takes longer is not worth holding up the process for: it is repeated by the next one. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger log = Logger.getLogger(Workers.class);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException _) {
            log.debug("a write was left out: the scheduler is stopping");
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException _) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

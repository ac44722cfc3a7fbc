package dev.caravel.controllers.pods;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs calls in batches of 1, 2, 4 … and stops after a batch with a failure, so that what cannot succeed (for lack of
 * quota, say) is not tried hundreds of times.
 */
public final class SlowStart {
    /** What came of the calls that were made. */
    public record Outcome(int succeeded, Optional<Exception> failure) {}

    private SlowStart() {}

    public static Outcome run(List<? extends Callable<?>> calls) throws InterruptedException {
        return run(calls, 1);
    }

    /** All calls at once: for deletions, which nothing forbids. */
    public static Outcome runAll(List<? extends Callable<?>> calls) throws InterruptedException {
        return run(calls, Math.max(1, calls.size()));
    }

    private static Outcome run(List<? extends Callable<?>> calls, int firstBatch) throws InterruptedException {
        int succeeded = 0;
        int start = 0;
        int batch = firstBatch;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            while (start < calls.size()) {
                int end = Math.min(calls.size(), start + batch);
                List<Future<?>> running = new ArrayList<>();
                for (Callable<?> call : calls.subList(start, end)) {
                    running.add(executor.submit(call));
                }
                Optional<Exception> failure = Optional.empty();
                for (Future<?> future : running) {
                    try {
                        future.get();
                        succeeded++;
                    } catch (ExecutionException e) {
                        failure = Optional.of(e.getCause() instanceof Exception cause ? cause : e);
                    }
                }
                if (failure.isPresent()) {
                    return new Outcome(succeeded, failure);
                }
                start = end;
                batch *= 2;
            }
        }
        return new Outcome(succeeded, Optional.empty());
    }
}

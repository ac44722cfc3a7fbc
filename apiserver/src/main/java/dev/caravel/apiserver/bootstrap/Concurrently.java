package dev.caravel.apiserver.bootstrap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does many independent writes at once, so that etcd can bring them to disk together. */
public final class Concurrently {
    private Concurrently() {}

    /**
     * Calls {@code action} for all of them, each on a virtual thread of its own, and returns when all have ended.
     *
     * @throws RuntimeException the first failure in the order of {@code items}
     * @throws InterruptedException when the caller is interrupted; what has begun is interrupted, too
     */
    public static <T, R> List<R> map(Collection<T> items, Function<T, R> action) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> results = threads.invokeAll(items.stream()
                    .<Callable<R>>map(item -> () -> action.apply(item))
                    .toList());
            List<R> all = new ArrayList<>();
            for (Future<R> result : results) {
                all.add(result.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }
}

package dev.caravel.apiserver.serving;

import dev.caravel.apiserver.storage.Storage;
import dev.caravel.machinery.serving.HealthCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether the storage answers in time. */
public final class EtcdCheck {
    private static final String FAILURE = "error getting data from etcd: ";

    private EtcdCheck() {}

    public static HealthCheck of(String name, Storage storage, Duration timeout) {
        return HealthCheck.of(name, () -> failure(storage, timeout));
    }

    private static Optional<String> failure(Storage storage, Duration timeout) {
        FutureTask<Long> asking = new FutureTask<>(storage::currentRevision);
        Thread.startVirtualThread(asking);
        try {
            asking.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            asking.cancel(true);
            return Optional.of(FAILURE + "context deadline exceeded");
        } catch (ExecutionException e) {
            return Optional.of(FAILURE + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(FAILURE + "the server is stopping");
        }
    }
}

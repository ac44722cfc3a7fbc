package dev.caravel.machinery.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A controller")
class ControllerTest {
    private final Delayer atOnce = (_, task) -> task.run();
    private final RateLimitedQueue<String> queue = new RateLimitedQueue<>(
            "test",
            new ExponentialBackoff<>(Duration.ofMillis(1), Duration.ofSeconds(1)),
            atOnce,
            new SimpleMeterRegistry());

    @Test
    @DisplayName("tries a key again until it is reconciled, then forgets its failures")
    void retries() throws Exception {
        List<String> calls = new CopyOnWriteArrayList<>();
        CountDownLatch reconciled = new CountDownLatch(1);
        Controller<String> controller = new Controller<>(
                "test",
                queue,
                key -> {
                    calls.add(key);
                    if (calls.size() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    reconciled.countDown();
                    return Result.done();
                },
                2);

        controller.start();
        queue.add("a");
        reconciled.await();
        controller.close();

        assertThat(calls).containsExactly("a", "a", "a");
        assertThat(queue.retries("a")).isZero();
    }

    @Test
    @DisplayName("looks again after the delay that a reconciliation asks for")
    void requeues() throws Exception {
        CountDownLatch calls = new CountDownLatch(2);
        Controller<String> controller = new Controller<>(
                "test",
                queue,
                _ -> {
                    calls.countDown();
                    return calls.getCount() > 0 ? Result.after(Duration.ofSeconds(1)) : Result.done();
                },
                1);

        controller.start();
        queue.add("a");
        calls.await();
        controller.close();

        assertThat(calls.getCount()).isZero();
    }
}

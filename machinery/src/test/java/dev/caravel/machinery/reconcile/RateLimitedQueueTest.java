package dev.caravel.machinery.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A rate-limited queue")
class RateLimitedQueueTest {
    private final FakeDelayer time = new FakeDelayer();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RateLimitedQueue<String> queue = new RateLimitedQueue<>(
            "test", new ExponentialBackoff<>(Duration.ofMillis(5), Duration.ofSeconds(1000)), time, registry);

    @Test
    @DisplayName("hands out keys in the order in which they came, each once")
    void inOrderOnce() throws InterruptedException {
        queue.add("a");
        queue.add("b");
        queue.add("a");

        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.take()).isEqualTo("b");
        assertThat(queue.size()).isZero();
        assertThat(registry.get("workqueue_adds").counter().count()).isEqualTo(2);
    }

    @Test
    @DisplayName("keeps a key that is being processed until it is done")
    void keepsProcessedKey() throws InterruptedException {
        queue.add("a");
        queue.take();
        queue.add("a");
        queue.add("a");

        assertThat(queue.size()).isZero();
        queue.done("a");

        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("adds a delayed key at the earliest of its delays, once")
    void earliestDelayCounts() throws InterruptedException {
        queue.addAfter("a", Duration.ofSeconds(10));
        queue.addAfter("a", Duration.ofSeconds(3));
        queue.addAfter("a", Duration.ofSeconds(7));

        time.pass(Duration.ofSeconds(3));

        assertThat(queue.take()).isEqualTo("a");
        queue.done("a");
        time.pass(Duration.ofSeconds(30));
        assertThat(queue.size()).isZero();
    }

    @Test
    @DisplayName("doubles the back-off of a key that fails, until it is forgotten")
    void backsOff() {
        queue.addRateLimited("a");
        time.pass(Duration.ofMillis(5));
        assertThat(queue.size()).isEqualTo(1);
        queue.addRateLimited("a");
        queue.addRateLimited("a");

        assertThat(queue.retries("a")).isEqualTo(3);
        queue.forget("a");
        assertThat(queue.retries("a")).isZero();
        assertThat(registry.get("workqueue_retries").counter().count()).isEqualTo(3);
    }

    @Test
    @DisplayName("once closed hands out what waits, then null, and takes nothing more")
    void closes() throws InterruptedException {
        queue.add("a");
        queue.close();
        queue.add("b");

        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.take()).isNull();
    }
}

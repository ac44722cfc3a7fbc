package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A request is answered")
@Timeout(60)
class DeadlineTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @DisplayName("by its thread, which also tells what goes wrong with the answer")
    void thread() {
        Deadline deadline = Deadline.none();

        assertThat(deadline.take()).isTrue();
        assertThat(deadline.take()).isTrue();
        assertThat(deadline.hasPassed()).isFalse();
    }

    @Test
    @DisplayName("by the clock when its time is over, and then not by its thread")
    void clock() throws InterruptedException {
        CountDownLatch expired = new CountDownLatch(1);
        Deadline deadline = Deadline.in(Duration.ofMillis(1), vertx, expired::countDown);
        expired.await();

        assertThat(deadline.hasPassed()).isTrue();
        assertThat(deadline.take()).isFalse();
    }
}

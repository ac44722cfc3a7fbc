package dev.caravel.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The loop that synchronizes")
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SyncLoopTest {
    private static final Duration EVER = Duration.ofDays(1);

    private final BlockingQueue<String> runs = new LinkedBlockingQueue<>();

    @Test
    @DisplayName("holds back the next run after one that did something, not after one that could not yet")
    void notYet() throws InterruptedException {
        Iterator<Boolean> outcomes = List.of(false, false, true, true).iterator();
        try (SyncLoop loop = new SyncLoop("test", () -> ran(outcomes.next()), EVER, EVER)) {
            loop.start();
            loop.request();
            assertThat(runs.take()).isEqualTo("not yet");
            loop.request();
            assertThat(runs.take()).isEqualTo("not yet");
            loop.request();
            assertThat(runs.take()).isEqualTo("done");
            loop.request();
        }
        assertThat(runs.poll(0, TimeUnit.SECONDS)).isNull();
    }

    @Test
    @DisplayName("tries again what has failed, without being asked")
    void failure() throws InterruptedException {
        Iterator<RuntimeException> failures =
                List.<RuntimeException>of(new IllegalStateException("once")).iterator();
        try (SyncLoop loop = new SyncLoop(
                "test",
                () -> {
                    if (failures.hasNext()) {
                        throw failures.next();
                    }
                    return ran(true);
                },
                EVER,
                Duration.ZERO)) {
            loop.start();
            loop.request();
            assertThat(runs.take()).isEqualTo("done");
        }
    }

    private boolean ran(boolean done) {
        runs.add(done ? "done" : "not yet");
        return done;
    }
}

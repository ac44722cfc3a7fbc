package dev.caravel.apiserver.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who answers a request: its own thread, or, when that takes too long, the clock. Thread-safe. */
final class Deadline {
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean passed;
    private volatile Runnable cancellation = () -> {};

    /** Of requests that may take as long as they like. */
    static Deadline none() {
        return new Deadline();
    }

    /** @param expired called on an event loop, once, unless the answer was taken before */
    static Deadline in(Duration limit, Vertx vertx, Runnable expired) {
        Deadline deadline = new Deadline();
        long timer = vertx.setTimer(Math.max(1, limit.toMillis()), _ -> {
            if (deadline.take()) {
                deadline.passed = true;
                expired.run();
            }
        });
        deadline.cancellation = () -> vertx.cancelTimer(timer);
        return deadline;
    }

    /** True for the one who is to answer. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean hasPassed() {
        return passed;
    }

    void cancel() {
        cancellation.run();
    }
}

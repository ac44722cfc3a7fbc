package dev.caravel.apiserver.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Who answers a request: its own thread, or, when that takes too long, the clock. Thread-safe. */
final class Deadline {
    private enum Answerer {
        THREAD,
        CLOCK
    }

    private final AtomicReference<Answerer> answerer = new AtomicReference<>();
    private volatile Runnable cancellation = () -> {};

    /** Of requests that may take as long as they like. */
    static Deadline none() {
        return new Deadline();
    }

    /** @param expired called on an event loop, once, unless the answer was taken before */
    static Deadline in(Duration limit, Vertx vertx, Runnable expired) {
        Deadline deadline = new Deadline();
        long timer = vertx.setTimer(Math.max(1, limit.toMillis()), _ -> {
            if (deadline.answerer.compareAndSet(null, Answerer.CLOCK)) {
                expired.run();
            }
        });
        deadline.cancellation = () -> vertx.cancelTimer(timer);
        return deadline;
    }

    /** Whether the request's thread is to answer: once that is so it stays so, also for what goes wrong on the way out. */
    boolean take() {
        return answerer.compareAndSet(null, Answerer.THREAD) || !hasPassed();
    }

    boolean hasPassed() {
        return answerer.get() == Answerer.CLOCK;
    }

    void cancel() {
        cancellation.run();
    }
}

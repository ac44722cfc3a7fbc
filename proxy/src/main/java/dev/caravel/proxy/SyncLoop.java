package dev.caravel.proxy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Runs an action after it has been asked for, never more often than an interval, many requests at once as one.
 *
 * <p>A failed run is tried again after the retry delay. The action runs on one virtual thread. Thread-safe.
 */
final class SyncLoop implements AutoCloseable {
    private static final Logger log = Logger.getLogger(SyncLoop.class);

    /** What is run; an exception asks for a retry. */
    @FunctionalInterface
    interface Action {
        /** Returns false when it could do nothing yet; the next request is then not held back. */
        boolean run() throws Exception;
    }

    private final Action action;
    private final long minIntervalNanos;
    private final long retryNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean requested;
    private boolean closed;

    SyncLoop(String name, Action action, Duration minInterval, Duration retryDelay) {
        this.action = requireNonNull(action, "action is null");
        this.minIntervalNanos = minInterval.toNanos();
        this.retryNanos = retryDelay.toNanos();
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** Asks for a run that begins after this call. */
    void request() {
        lock.lock();
        try {
            requested = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        try {
            while (awaitRequest()) {
                long pause;
                try {
                    pause = action.run() ? minIntervalNanos : 0;
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    log.errorf(
                            e, "%s failed, trying again", Thread.currentThread().getName());
                    pause = retryNanos;
                    request();
                }
                awaitPause(pause);
            }
        } catch (InterruptedException e) {
            log.debug("interrupted", e);
        }
    }

    private boolean awaitRequest() throws InterruptedException {
        lock.lock();
        try {
            while (!requested && !closed) {
                changed.await();
            }
            requested = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void awaitPause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long remaining = nanos;
            while (remaining > 0 && !closed) {
                remaining = changed.awaitNanos(remaining);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the loop after the run under way. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

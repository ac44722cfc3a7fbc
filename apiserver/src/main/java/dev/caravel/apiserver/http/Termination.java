package dev.caravel.apiserver.http;

import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.status.Statuses;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the server stop without breaking off what it has begun: requests finish, watches end, new ones are sent away. Thread-safe. */
public final class Termination {
    private static final Set<String> HEALTH = Set.of("/readyz", "/livez", "/healthz");

    private final boolean sendRetryAfter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Set<Runnable> streams = ConcurrentHashMap.newKeySet();
    private int active;
    private boolean draining;

    /** @param sendRetryAfter {@code --shutdown-send-retry-after} */
    public Termination(boolean sendRetryAfter) {
        this.sendRetryAfter = sendRetryAfter;
    }

    /**
     * Each that enters must leave.
     *
     * @throws ApiException when the server no longer takes requests
     */
    void enter(RequestInfo info) {
        lock.lock();
        try {
            if (draining && HEALTH.stream().noneMatch(info.path()::startsWith)) {
                throw refusal();
            }
            active++;
        } finally {
            lock.unlock();
        }
    }

    private ApiException refusal() {
        return sendRetryAfter
                ? Statuses.tooManyRequests("The apiserver is shutting down, please try again later.", 5)
                : new ApiException(new Status(
                        503,
                        "ServiceUnavailable",
                        "apiserver is shutting down.",
                        Optional.of(new Status.Details("", "", "", "", List.of(), 1))));
    }

    /** For one that has entered and goes on elsewhere: it must leave once more. */
    void prolong() {
        lock.lock();
        try {
            active++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            active--;
            if (active == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** While the stream runs, {@code stop} ends it when the server does. */
    void stream(Runnable stop, Runnable stream) {
        streams.add(stop);
        try {
            if (isDraining()) {
                stop.run();
            }
            stream.run();
        } finally {
            streams.remove(stop);
        }
    }

    private boolean isDraining() {
        lock.lock();
        try {
            return draining;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more requests, ends the streams, and returns when what was begun is done, or the patience is at its end. */
    public void drain(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
        streams.forEach(Runnable::run);
        long remaining = patience.toNanos();
        lock.lock();
        try {
            while (active > 0 && remaining > 0) {
                remaining = idle.awaitNanos(remaining);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether an answer should also say that the connection is of no more use. */
    boolean closesConnections() {
        return isDraining();
    }
}

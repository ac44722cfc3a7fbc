package dev.caravel.bench.histories;

import static java.util.Objects.requireNonNull;

import dev.caravel.bench.load.Connection;
import dev.caravel.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The API server as clients find it: there, or killed and on its way back. Thread-safe. */
final class Server {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Target target;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private boolean up;

    Server(Target target) {
        this.target = requireNonNull(target, "target is null");
    }

    void up(boolean now) {
        lock.lock();
        try {
            up = now;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One that nobody else uses. Waits for a server that is not there. */
    Connection connection() throws InterruptedException {
        while (true) {
            awaitUp();
            Connection free = idle.poll();
            if (free != null) {
                return free;
            }
            try {
                Connection fresh = target.connect();
                fresh.giveUpAfter(PATIENCE);
                return fresh;
            } catch (IOException _) {
                Thread.onSpinWait(); // killed a moment ago: its keeper will say so, and when it is back
            }
        }
    }

    private void awaitUp() throws InterruptedException {
        lock.lock();
        try {
            while (!up) {
                ready.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void giveBack(Connection connection) {
        idle.add(connection);
    }

    void broken(Connection connection) {
        try {
            connection.close();
        } catch (IOException _) {
            // it was broken
        }
    }
}

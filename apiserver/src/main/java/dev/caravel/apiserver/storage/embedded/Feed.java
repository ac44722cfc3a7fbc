package dev.caravel.apiserver.storage.embedded;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far the store has come, for those who wait for that. Thread-safe. */
final class Feed {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long revision;

    /** The revision up to which everything is durable. */
    long revision() {
        return revision;
    }

    void reached(long newer) {
        lock.lock();
        try {
            revision = newer;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The revision, once it is past another. */
    long awaitPast(long known) throws InterruptedException {
        lock.lock();
        try {
            while (revision <= known) {
                moved.await();
            }
            return revision;
        } finally {
            lock.unlock();
        }
    }
}

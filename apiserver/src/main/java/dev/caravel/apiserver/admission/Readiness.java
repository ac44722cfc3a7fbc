package dev.caravel.apiserver.admission;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Whether everything has been read that a plugin decides by: as long as it has not it must let nothing pass. Thread-safe. */
public final class Readiness {
    /** Upstream's: how long a request waits for a server that has just started. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Set<Source> unread = ConcurrentHashMap.newKeySet();
    private final Set<Source> unreadable = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition read = lock.newCondition();
    private final Duration patience;

    public Readiness() {
        this(PATIENCE);
    }

    Readiness(Duration patience) {
        this.patience = patience;
    }

    /** What a plugin decides by, or a part of that. */
    public final class Source {
        private Source() {}

        public void isRead() {
            unreadable.remove(this);
            settle();
        }

        /** There is something in it that cannot be read, and might say no: no use in waiting. */
        public void isUnreadable() {
            unreadable.add(this);
            settle();
        }

        private void settle() {
            lock.lock();
            try {
                unread.remove(this);
                read.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** One more source, which is waited for from now on. */
    public Source expectSource() {
        Source source = new Source();
        unread.add(source);
        return source;
    }

    public boolean isReady() {
        return unread.isEmpty() && unreadable.isEmpty();
    }

    /**
     * Waits for a while until all is read.
     *
     * @throws dev.caravel.apiserver.status.ApiException 403 when that takes too long
     */
    public void require(AdmissionRequest request) {
        if (!isReady() && !isReadInTime()) {
            throw request.forbidden("not yet ready to handle request");
        }
    }

    private boolean isReadInTime() {
        long remaining = patience.toNanos();
        lock.lock();
        try {
            while (!unread.isEmpty() && unreadable.isEmpty() && remaining > 0) {
                remaining = read.awaitNanos(remaining);
            }
            return isReady();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}

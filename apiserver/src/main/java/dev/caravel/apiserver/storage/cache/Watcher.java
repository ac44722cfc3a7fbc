package dev.caravel.apiserver.storage.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One reader's queue of changes. The cache never waits for a reader: one that lies too far behind is cut off. One thread
 * takes; thread-safe otherwise.
 */
public final class Watcher {
    private static final int CAPACITY = 10_000;

    private static final Runnable NOBODY = () -> {};

    /** What a reader is told. */
    public sealed interface Signal {}

    public record Changed(CacheEvent event) implements Signal {}

    /**
     * All objects that were present when the watch began have been handed out: the state of that revision.
     *
     * @param unreadable the keys of those that could not be, because nobody can read them
     */
    public record Present(long revision, Set<String> unreadable) implements Signal {
        public Present {
            unreadable = Set.copyOf(unreadable);
        }
    }

    /** The watch is over: the reader was too slow, or the cache has lost its place. */
    public record Expired() implements Signal {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<Signal> queue = new ArrayDeque<>();
    private Runnable listener = NOBODY;
    private int capacity = CAPACITY;

    /** Whether the reader has been told that there is nothing, and not yet that there is something. */
    private boolean idle = true;

    private boolean expired;

    /** The next signal, or empty when none comes in time. */
    public Optional<Signal> take(Duration patience) throws InterruptedException {
        long remaining = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && remaining > 0) {
                remaining = more.awaitNanos(remaining);
            }
            return Optional.ofNullable(queue.poll());
        } finally {
            lock.unlock();
        }
    }

    /** The next signal if there is one now. */
    public Optional<Signal> takeNow() {
        lock.lock();
        try {
            idle = queue.isEmpty();
            return Optional.ofNullable(queue.poll());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has the reader told when there is something to take, once after each time that {@link #takeNow} found nothing; at once
     * if there is something already. The one who tells must not be kept waiting.
     */
    public void whenMore(Runnable told) {
        Runnable awakened;
        lock.lock();
        try {
            listener = told;
            idle = true;
            awakened = awakened();
        } finally {
            lock.unlock();
        }
        awakened.run();
    }

    void offer(Changed change) {
        Runnable awakened;
        lock.lock();
        try {
            if (expired) {
                return;
            }
            expired = queue.size() >= capacity;
            queue.add(expired ? new Expired() : change);
            awakened = awakened();
        } finally {
            lock.unlock();
        }
        awakened.run();
    }

    /** Whether all that has been offered was taken. */
    public boolean isEmpty() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Hands out what is present to begin with, however much it is. To nobody yet: the watch has not begun. */
    void begin(Collection<CachedObject> present, Set<String> unreadable, long reached) {
        lock.lock();
        try {
            long revision = reached;
            for (CachedObject object : present) {
                queue.add(new Changed(new CacheEvent(object.revision(), false, object, Optional.empty())));
                revision = Math.max(revision, object.revision());
            }
            queue.add(new Present(revision, unreadable));
            capacity += present.size();
        } finally {
            lock.unlock();
        }
    }

    void expire() {
        Runnable awakened;
        lock.lock();
        try {
            expired = true;
            queue.add(new Expired());
            awakened = awakened();
        } finally {
            lock.unlock();
        }
        awakened.run();
    }

    /** Whom to tell of what is in the queue, without the lock, which is held. */
    private Runnable awakened() {
        more.signal();
        if (!idle || queue.isEmpty()) {
            return NOBODY;
        }
        idle = false;
        return listener;
    }
}

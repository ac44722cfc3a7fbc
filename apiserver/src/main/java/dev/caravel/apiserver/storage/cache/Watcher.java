package dev.caravel.apiserver.storage.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One reader's queue of changes. The cache never waits for a reader: one that lies too far behind is cut off. One thread
 * takes; thread-safe otherwise.
 */
public final class Watcher {
    private static final int CAPACITY = 10_000;

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

    private final BlockingQueue<Signal> queue = new LinkedBlockingQueue<>();
    private int capacity = CAPACITY;
    private volatile boolean expired;

    /** The next signal, or empty when none comes in time. */
    public Optional<Signal> take(Duration patience) throws InterruptedException {
        Signal signal = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        return Optional.ofNullable(signal);
    }

    /** The next signal if there is one now. */
    public Optional<Signal> takeNow() {
        return Optional.ofNullable(queue.poll());
    }

    void offer(CacheEvent event) {
        if (expired) {
            return;
        }
        if (queue.size() >= capacity) {
            expire();
        } else {
            queue.add(new Changed(event));
        }
    }

    /** Whether all that has been offered was taken. */
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Hands out what is present to begin with, however much it is. */
    void begin(Collection<CachedObject> present, Set<String> unreadable, long reached) {
        long revision = reached;
        for (CachedObject object : present) {
            queue.add(new Changed(new CacheEvent(object.revision(), false, object, Optional.empty())));
            revision = Math.max(revision, object.revision());
        }
        queue.add(new Present(revision, unreadable));
        capacity += present.size();
    }

    void expire() {
        expired = true;
        queue.add(new Expired());
    }
}

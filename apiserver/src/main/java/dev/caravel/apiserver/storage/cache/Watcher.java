package dev.caravel.apiserver.storage.cache;

import java.time.Duration;
import java.util.Optional;
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

    /** All objects that were present when the watch began have been handed out. */
    public record Present() implements Signal {}

    /** The watch is over: the reader was too slow, or the cache has lost its place. */
    public record Expired() implements Signal {}

    private final BlockingQueue<Signal> queue = new LinkedBlockingQueue<>();
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
        if (queue.size() >= CAPACITY) {
            expire();
        } else {
            queue.add(new Changed(event));
        }
    }

    void present() {
        queue.add(new Present());
    }

    void expire() {
        expired = true;
        queue.add(new Expired());
    }
}

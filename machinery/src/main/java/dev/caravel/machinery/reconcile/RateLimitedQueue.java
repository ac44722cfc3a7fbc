package dev.caravel.machinery.reconcile;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The work queue of a controller: first in, first out, de-duplicating, delaying, with back-off per key. */
public final class RateLimitedQueue<K> implements WorkQueue<K> {
    private final Backoff<K> backoff;
    private final Delayer delayer;
    private final QueueMetrics metrics;

    /** Keys that wait, in order, with the time they were added. */
    private final Map<K, Long> waiting = new LinkedHashMap<>();
    /** Keys being processed, with the time they were taken. */
    private final Map<K, Long> processing = new HashMap<>();
    /** Keys to queue again once done, with the time they were added. */
    private final Map<K, Long> again = new HashMap<>();
    /** When each delayed key is due; a timer that fires for another moment has been overtaken. */
    private final Map<K, Long> due = new HashMap<>();

    private boolean closed;

    public RateLimitedQueue(String name, Backoff<K> backoff, Delayer delayer, MeterRegistry registry) {
        this.backoff = requireNonNull(backoff, "backoff is null");
        this.delayer = requireNonNull(delayer, "delayer is null");
        metrics = new QueueMetrics(registry, requireNonNull(name, "name is null"));
        metrics.observe(this::size, () -> runningNanos(false), () -> runningNanos(true));
    }

    @Override
    public synchronized void add(K key) {
        requireNonNull(key, "key is null");
        if (closed || waiting.containsKey(key) || again.containsKey(key)) {
            return;
        }
        metrics.added();
        if (processing.containsKey(key)) {
            again.put(key, metrics.nanoTime());
        } else {
            waiting.put(key, metrics.nanoTime());
            notify();
        }
    }

    @Override
    public void addAfter(K key, Duration delay) {
        if (delay.isZero() || delay.isNegative()) {
            add(key);
            return;
        }
        long at;
        synchronized (this) {
            at = metrics.nanoTime() + delay.toNanos();
            Long earlier = due.get(key);
            if (closed || (earlier != null && earlier <= at)) {
                return;
            }
            due.put(key, at);
        }
        delayer.after(delay, () -> ripen(key, at));
    }

    private synchronized void ripen(K key, long at) {
        if (due.remove(key, at)) {
            add(key);
        }
    }

    @Override
    public void addRateLimited(K key) {
        metrics.retried();
        addAfter(key, backoff.next(key));
    }

    @Override
    public void forget(K key) {
        backoff.forget(key);
    }

    @Override
    public int retries(K key) {
        return backoff.retries(key);
    }

    @Override
    public synchronized K take() throws InterruptedException {
        while (waiting.isEmpty()) {
            if (closed) {
                return null;
            }
            wait();
        }
        Map.Entry<K, Long> first = waiting.entrySet().iterator().next();
        K key = first.getKey();
        waiting.remove(key);
        long now = metrics.nanoTime();
        metrics.waited(now - first.getValue());
        processing.put(key, now);
        return key;
    }

    @Override
    public synchronized void done(K key) {
        Long taken = processing.remove(key);
        if (taken == null) {
            return;
        }
        metrics.worked(metrics.nanoTime() - taken);
        Long added = again.remove(key);
        if (added != null) {
            waiting.put(key, added);
            notify();
        }
    }

    @Override
    public synchronized int size() {
        return waiting.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        due.clear();
        notifyAll();
    }

    private synchronized long runningNanos(boolean longestOnly) {
        long now = metrics.nanoTime();
        return processing.values().stream()
                .mapToLong(taken -> now - taken)
                .reduce(0, longestOnly ? Math::max : Long::sum);
    }
}

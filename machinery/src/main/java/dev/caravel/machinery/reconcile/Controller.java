package dev.caravel.machinery.reconcile;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ApiFailures;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Runs a reconciler over the keys of a queue, on virtual threads.
 *
 * <p>A key whose reconciliation fails is tried again with back-off. {@link #close} lets running reconciliations end.
 */
public final class Controller<K> implements AutoCloseable {
    /** Upstream's --controller-shutdown-timeout. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Logger log;
    private final String name;
    private final WorkQueue<K> queue;
    private final Reconciler<K> reconciler;
    private final int workers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    public Controller(String name, WorkQueue<K> queue, Reconciler<K> reconciler, int workers) {
        this.name = requireNonNull(name, "name is null");
        this.queue = requireNonNull(queue, "queue is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
        this.workers = workers;
        log = Logger.getLogger("dev.caravel.controller." + name);
    }

    public String name() {
        return name;
    }

    /** Starts the workers. Call once, when the caches that the reconciler reads have synced. */
    public synchronized void start() {
        for (int i = 0; i < workers; i++) {
            threads.add(Thread.ofVirtual().name(name + "-" + i).start(this::work));
        }
    }

    private void work() {
        try {
            for (K key = queue.take(); key != null && !stopping; key = queue.take()) {
                try {
                    process(key);
                } finally {
                    queue.done(key);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void process(K key) throws InterruptedException {
        try {
            Result result = reconciler.reconcile(key);
            queue.forget(key);
            result.requeueAfter().ifPresent(delay -> queue.addAfter(key, delay));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            report(key, e);
            queue.addRateLimited(key);
        }
    }

    private void report(K key, Exception failure) {
        if (ApiFailures.isConflict(failure)) {
            log.debugf("%s: changed meanwhile, will retry: %s", key, ApiFailures.messageOf(failure));
        } else if (failure instanceof KubernetesClientException) {
            log.warnf("%s: will retry: %s", key, ApiFailures.messageOf(failure));
        } else {
            log.warnf(failure, "%s: will retry", key);
        }
    }

    /** Takes no more keys; waits for the reconciliations that run, and interrupts those that take too long. */
    @Override
    public synchronized void close() throws InterruptedException {
        stopping = true;
        queue.close();
        for (Thread thread : threads) {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                log.warnf("%s did not stop within %s", thread.getName(), PATIENCE);
            }
        }
    }
}

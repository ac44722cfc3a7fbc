package dev.caravel.machinery.reconcile;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Runs a reconciler over the keys of a queue, on virtual threads.
 *
 * <p>A key whose reconciliation fails is tried again with back-off. {@link #close} lets running reconciliations end.
 */
public final class Controller<K> implements AutoCloseable {
    private final Logger log;
    private final String name;
    private final WorkQueue<K> queue;
    private final Reconciler<K> reconciler;
    private final int workers;
    private final List<Thread> threads = new ArrayList<>();

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
            for (K key = queue.take(); key != null; key = queue.take()) {
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
        if (isConflict(failure)) {
            log.debugf("%s: changed meanwhile, will retry: %s", key, failure.getMessage());
        } else if (failure instanceof KubernetesClientException) {
            log.warnf("%s: will retry: %s", key, failure.getMessage());
        } else {
            log.warnf(failure, "%s: will retry", key);
        }
    }

    private static boolean isConflict(Exception failure) {
        return failure instanceof KubernetesClientException refused
                && refused.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    /** Ends the workers once their queue is empty; waits for them. */
    @Override
    public synchronized void close() throws InterruptedException {
        queue.close();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}

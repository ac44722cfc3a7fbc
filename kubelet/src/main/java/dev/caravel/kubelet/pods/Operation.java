package dev.caravel.kubelet.pods;

import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The one slow thing that a worker has under way, on a virtual thread; the worker stays free to change its mind. */
final class Operation {
    private static final Logger log = Logger.getLogger(Operation.class);

    private final Runnable ended;
    private volatile Thread thread;

    /** @param ended called each time an operation is over */
    Operation(Runnable ended) {
        this.ended = ended;
    }

    boolean running() {
        return thread != null;
    }

    /** Starts work; there must be none under way. */
    void start(String name, Runnable work, Consumer<RuntimeException> failed) {
        Thread fresh = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                log.debugf(e, "%s failed", name);
                failed.accept(e);
            } finally {
                thread = null;
                ended.run();
            }
        });
        thread = fresh;
        fresh.start();
    }

    void cancel() {
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }
}

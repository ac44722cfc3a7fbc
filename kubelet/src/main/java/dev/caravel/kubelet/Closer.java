package dev.caravel.kubelet;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;

/** Closes what was started, last first; one failure does not keep the others from being closed. Not thread-safe. */
final class Closer implements AutoCloseable {
    private static final Logger log = Logger.getLogger(Closer.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T closeable) {
        started.push(closeable);
        return closeable;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable next = started.pop();
            try {
                next.close();
            } catch (Exception e) {
                log.warnf("cannot close %s: %s", next.getClass().getSimpleName(), e);
            }
        }
    }
}

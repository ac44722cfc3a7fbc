package dev.caravel.apiserver.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Hands events on in batches, so that no request waits for them; when the buffer is full they are lost. Thread-safe. */
final class BatchSink implements AuditSink {
    private static final Logger log = Logger.getLogger(BatchSink.class);

    /** How much is kept and handed on at once. */
    record Limits(int buffer, int batch, Duration patience) {
        /** Upstream's for a log: every event on its own. */
        static final Limits LOG = new Limits(10_000, 1, Duration.ZERO);
    }

    private final AuditSink target;
    private final Limits limits;
    private final BlockingQueue<ObjectNode> queue;
    private final Thread thread;
    private volatile boolean closed;

    BatchSink(AuditSink target, Limits limits) {
        this.target = requireNonNull(target, "target is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.queue = new ArrayBlockingQueue<>(limits.buffer());
        this.thread = Thread.ofVirtual().name("audit").start(this::run);
    }

    @Override
    public void write(List<ObjectNode> events) {
        for (ObjectNode event : events) {
            if (!queue.offer(event)) {
                log.errorf(
                        "audit event %s is lost: the buffer is full",
                        event.path("auditID").asText());
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                target.write(next());
            }
        } catch (InterruptedException e) {
            log.debug("no more audit events");
        }
    }

    private List<ObjectNode> next() throws InterruptedException {
        List<ObjectNode> batch = new ArrayList<>();
        batch.add(queue.take());
        long end = System.nanoTime() + limits.patience().toNanos();
        while (batch.size() < limits.batch()) {
            ObjectNode event = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                break;
            }
            batch.add(event);
        }
        return batch;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        List<ObjectNode> rest = new ArrayList<>();
        queue.drainTo(rest);
        if (!rest.isEmpty()) {
            target.write(rest);
        }
        target.close();
    }
}

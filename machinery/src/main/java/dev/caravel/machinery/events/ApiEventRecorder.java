package dev.caravel.machinery.events;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ApiRequests;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/** Writes events to the API server, in order, from a thread of its own; those it cannot keep up with are dropped. */
public final class ApiEventRecorder implements EventRecorder, AutoCloseable {
    private static final Logger log = Logger.getLogger(ApiEventRecorder.class);
    private static final int QUEUE_LENGTH = 1000;

    private final KubernetesClient client;
    private final ApiRequests requests;
    private final String component;
    private final String host;
    private final Clock clock;
    private final EventCorrelator correlator;
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final Thread writer;

    /** @param host the node that the component speaks for, or empty */
    public ApiEventRecorder(KubernetesClient client, String component, String host, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.component = requireNonNull(component, "component is null");
        this.host = requireNonNull(host, "host is null");
        this.clock = requireNonNull(clock, "clock is null");
        requests = new ApiRequests(client);
        correlator = new EventCorrelator(clock);
        writer = Thread.ofVirtual().name("events-" + component).start(this::writeAll);
    }

    @Override
    public void record(ObjectReference regarding, EventType type, String reason, String message) {
        if (!queue.offer(event(regarding, type, reason, message))) {
            log.warnf("%s: event %s dropped: too many are waiting", regarding.getName(), reason);
        }
    }

    private Event event(ObjectReference regarding, EventType type, String reason, String message) {
        Instant now = clock.instant();
        String timestamp = now.truncatedTo(ChronoUnit.SECONDS).toString();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        String namespace = regarding.getNamespace() == null ? "default" : regarding.getNamespace();
        return new EventBuilder()
                .withNewMetadata()
                .withName(regarding.getName() + "." + Long.toHexString(nanos))
                .withNamespace(namespace)
                .endMetadata()
                .withInvolvedObject(regarding)
                .withType(type.wireName())
                .withReason(reason)
                .withMessage(message)
                .withCount(1)
                .withFirstTimestamp(timestamp)
                .withLastTimestamp(timestamp)
                .withNewSource(component, host.isEmpty() ? null : host)
                .withReportingComponent(component)
                .withReportingInstance(host)
                .build();
    }

    private void writeAll() {
        try {
            while (true) {
                Event event = queue.take();
                try {
                    write(correlator.correlate(event));
                } catch (RuntimeException e) {
                    log.warnf(
                            "%s: cannot record event %s: %s",
                            event.getInvolvedObject().getName(), event.getReason(), ApiFailures.messageOf(e));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(EventCorrelator.Outcome outcome) {
        switch (outcome) {
            case EventCorrelator.Create create -> create(create.event());
            case EventCorrelator.Repeat repeat -> repeat(repeat.event());
            case EventCorrelator.Drop _ -> {}
        }
    }

    private void create(Event event) {
        client.v1()
                .events()
                .inNamespace(event.getMetadata().getNamespace())
                .resource(event)
                .create();
        correlator.wrote(event);
    }

    private void repeat(Event event) {
        Map<String, Object> change = Map.of(
                "count", event.getCount(),
                "lastTimestamp", event.getLastTimestamp(),
                "message", event.getMessage());
        try {
            requests.patch(event, ApiRequests.STRATEGIC_MERGE_PATCH, change);
            correlator.wrote(event);
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isNotFound(e)) {
                throw e;
            }
            // The event has expired meanwhile: it starts a new life.
            create(event);
        }
    }

    /** Drops what waits and ends the thread. */
    @Override
    public void close() throws InterruptedException {
        writer.interrupt();
        writer.join();
    }
}

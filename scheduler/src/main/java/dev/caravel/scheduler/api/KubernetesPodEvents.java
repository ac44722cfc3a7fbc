package dev.caravel.scheduler.api;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cycle.PodEvents;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Records pods' events by events.k8s.io/v1 (KEP-383): an event that comes again within some minutes makes a series of
 * the first instead of a new object. Thread-safe; an event that cannot be written is lost, and logged.
 */
public final class KubernetesPodEvents implements PodEvents {
    private static final Logger log = Logger.getLogger(KubernetesPodEvents.class);
    private static final Duration SERIES_GAP = Duration.ofMinutes(6);
    private static final int NOTE_LIMIT = 1024;
    private static final String CUT = " ...";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final Clock clock;
    private final Executor writers;
    private final String instance;
    private final Map<Subject, Series> recent = new LinkedHashMap<>(16, 0.75f, true);

    /** What makes two events the same; the note does not count. */
    private record Subject(String controller, String podUid, String reason) {}

    private record Series(Event event, int count, Instant last) {}

    /** @param instance names this process: the component and the host */
    public KubernetesPodEvents(KubernetesClient client, Clock clock, Executor writers, String instance) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.writers = requireNonNull(writers, "writers is null");
        this.instance = requireNonNull(instance, "instance is null");
    }

    @Override
    public void scheduled(PodInfo pod, String node) {
        record(pod, "Normal", "Scheduled", "Binding", "Successfully assigned " + pod.key() + " to " + node);
    }

    @Override
    public void failedScheduling(PodInfo pod, String message) {
        record(pod, "Warning", "FailedScheduling", "Scheduling", message);
    }

    @Override
    public void preempted(PodInfo victim, PodInfo preemptor, String node) {
        String note = "Preempted by pod " + preemptor.uid() + " on node " + node;
        record(victim, "Normal", "Preempted", "Preempting", note, Optional.of(preemptor));
    }

    private void record(PodInfo pod, String type, String reason, String action, String note) {
        record(pod, type, reason, action, note, Optional.empty());
    }

    private synchronized void record(
            PodInfo pod, String type, String reason, String action, String note, Optional<PodInfo> related) {
        Instant now = clock.instant();
        recent.values().removeIf(series -> series.last().plus(SERIES_GAP).isBefore(now));
        Subject subject = new Subject(pod.schedulerName(), pod.uid(), reason);
        Series series = recent.get(subject);
        if (series == null) {
            Event event = event(pod, type, reason, action, cut(note), now);
            related.ifPresent(other -> event.setRelated(reference(other)));
            recent.put(subject, new Series(event, 1, now));
            writers.execute(() -> create(event, pod));
        } else {
            Series longer = new Series(series.event(), series.count() + 1, now);
            recent.put(subject, longer);
            // Only the second occurrence is written at once; the count is written again when it has doubled.
            if (Integer.bitCount(longer.count()) == 1) {
                writers.execute(() -> extend(longer, pod));
            }
        }
    }

    private Event event(PodInfo pod, String type, String reason, String action, String note, Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(pod.key().namespace())
                .withName(pod.key().name() + "." + Long.toHexString(nanos))
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(now)))
                .withReportingController(pod.schedulerName())
                .withReportingInstance(pod.schedulerName() + "-" + instance)
                .withAction(action)
                .withReason(reason)
                .withRegarding(reference(pod))
                .withNote(note)
                .withType(type)
                .build();
    }

    private static ObjectReference reference(PodInfo pod) {
        return new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(pod.key().namespace())
                .withName(pod.key().name())
                .withUid(pod.uid())
                .withResourceVersion(pod.object().getMetadata().getResourceVersion())
                .build();
    }

    private void create(Event event, PodInfo pod) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            log.warnf("Unable to write event %s of pod %s: %s", event.getReason(), pod.key(), e.getMessage());
        }
    }

    private void extend(Series series, PodInfo pod) {
        String patch = "{\"series\":{\"count\":" + series.count() + ",\"lastObservedTime\":\""
                + MICROS.format(series.last()) + "\"}}";
        try {
            client.resource(series.event()).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                create(series.event(), pod);
            } else {
                log.warnf(
                        "Unable to extend event %s of pod %s: %s",
                        series.event().getReason(), pod.key(), e.getMessage());
            }
        }
    }

    private static String cut(String note) {
        return note.length() <= NOTE_LIMIT ? note : note.substring(0, NOTE_LIMIT - CUT.length()) + CUT;
    }
}

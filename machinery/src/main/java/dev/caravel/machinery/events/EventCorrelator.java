package dev.caravel.machinery.events;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.reconcile.TokenBucket;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps events from flooding: the same event again raises a count, many similar ones become one, and an object about
 * which there is no end of them is cut off. Numbers are upstream's. Not thread-safe.
 */
final class EventCorrelator {
    private static final int REMEMBERED = 4096;
    private static final int SIMILAR_LIMIT = 10;
    private static final Duration SIMILAR_WINDOW = Duration.ofMinutes(10);
    private static final int SPAM_BURST = 25;
    private static final double SPAM_PER_SECOND = 1.0 / 300;
    private static final String COMBINED = "(combined from similar events): ";

    /** What to do about an event. */
    sealed interface Outcome {}

    record Create(Event event) implements Outcome {}

    /** An event already written: its count, message and last timestamp change. */
    record Repeat(Event event) implements Outcome {}

    record Drop() implements Outcome {}

    private record Similar(Set<String> messages, Instant since) {}

    private record Written(String name, int count, String firstTimestamp) {}

    private final Clock clock;
    private final Map<List<String>, Similar> similar = new RecentMap<>(REMEMBERED);
    private final Map<List<String>, Written> written = new RecentMap<>(REMEMBERED);
    private final Map<List<String>, TokenBucket> spam = new RecentMap<>(REMEMBERED);

    EventCorrelator(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    Outcome correlate(Event event) {
        Event combined = combine(event);
        List<String> identity = identity(combined);
        Written before = written.get(identity);
        if (!spam.computeIfAbsent(source(event), _ -> new TokenBucket(SPAM_PER_SECOND, SPAM_BURST, clock))
                .tryTake()) {
            return new Drop();
        }
        return before == null ? new Create(combined) : new Repeat(repeated(combined, before));
    }

    /** To be told of every event that the API server took, so that the next of its kind adds to it. */
    void wrote(Event event) {
        written.put(
                identity(event),
                new Written(event.getMetadata().getName(), event.getCount(), event.getFirstTimestamp()));
    }

    private Event combine(Event event) {
        List<String> kind = kind(event);
        Instant now = clock.instant();
        Similar seen = similar.get(kind);
        if (seen == null || seen.since().plus(SIMILAR_WINDOW).isBefore(now)) {
            seen = new Similar(new HashSet<>(), now);
        }
        seen.messages().add(event.getMessage());
        similar.put(kind, new Similar(seen.messages(), now));
        if (seen.messages().size() < SIMILAR_LIMIT) {
            return event;
        }
        seen.messages().remove(seen.messages().iterator().next());
        return new EventBuilder(event)
                .withMessage(COMBINED + event.getMessage())
                .build();
    }

    private static Event repeated(Event event, Written before) {
        return new EventBuilder(event)
                .editMetadata()
                .withName(before.name())
                .endMetadata()
                .withCount(before.count() + 1)
                .withFirstTimestamp(before.firstTimestamp())
                .build();
    }

    private static List<String> source(Event event) {
        ObjectReference object = event.getInvolvedObject();
        return List.of(
                String.valueOf(event.getSource()),
                String.valueOf(object.getKind()),
                String.valueOf(object.getNamespace()),
                String.valueOf(object.getName()),
                String.valueOf(object.getUid()),
                event.getType());
    }

    private static List<String> kind(Event event) {
        return List.of(
                String.valueOf(source(event)),
                event.getReason(),
                String.valueOf(event.getInvolvedObject().getFieldPath()));
    }

    private static List<String> identity(Event event) {
        String message = event.getMessage();
        return List.of(String.valueOf(kind(event)), message.startsWith(COMBINED) ? COMBINED : message);
    }
}

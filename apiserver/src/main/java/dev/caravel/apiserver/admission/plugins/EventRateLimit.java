package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.machinery.reconcile.TokenBucket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Refuses events that come too fast: for the whole server, a namespace, a user, or about one object. */
public final class EventRateLimit implements AdmissionPlugin {
    public static final String NAME = "EventRateLimit";

    private static final int DEFAULT_CACHE_SIZE = 4096;

    /** Whose bucket an event is taken from. */
    private enum Kind {
        SERVER("Server", _ -> ""),
        NAMESPACE("Namespace", AdmissionRequest::namespace),
        USER("User", request -> request.user().name()),
        SOURCE_AND_OBJECT("SourceAndObject", EventRateLimit::sourceAndObject);

        private final String text;
        private final Function<AdmissionRequest, String> key;

        Kind(String text, Function<AdmissionRequest, String> key) {
            this.text = text;
            this.key = key;
        }

        private static Kind of(String text) {
            return Stream.of(values())
                    .filter(kind -> kind.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "limits.type: Unsupported value: \"%s\": supported values: \"Server\", \"Namespace\", \"User\","
                                            .formatted(text)
                                    + " \"SourceAndObject\""));
        }
    }

    private static final class Limit {
        private final Kind kind;
        private final int perSecond;
        private final int burst;
        private final InstantSource clock;
        private final Map<String, TokenBucket> buckets;

        private Limit(JsonNode limit, InstantSource clock) {
            kind = Kind.of(limit.path("type").asText());
            perSecond = positive(limit, "qps");
            burst = positive(limit, "burst");
            this.clock = clock;
            int size = limit.path("cacheSize").asInt() == 0
                    ? DEFAULT_CACHE_SIZE
                    : limit.path("cacheSize").asInt();
            buckets = new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
                    return size() > size;
                }
            };
        }

        private static int positive(JsonNode limit, String field) {
            int value = limit.path(field).asInt();
            if (value <= 0) {
                throw new IllegalArgumentException(
                        "limits.%s: Invalid value: %d: must be positive".formatted(field, value));
            }
            return value;
        }

        private boolean accepts(String key) {
            TokenBucket bucket;
            synchronized (buckets) {
                bucket = buckets.computeIfAbsent(key, _ -> new TokenBucket(perSecond, burst, clock));
            }
            return bucket.tryTake();
        }
    }

    private final List<Limit> limits;

    /**
     * @param configuration {@code Configuration} of {@code eventratelimit.admission.k8s.io/v1alpha1}
     * @throws IllegalArgumentException when it is not valid
     */
    public EventRateLimit(JsonNode configuration, InstantSource clock) {
        requireNonNull(clock, "clock is null");
        limits = StreamSupport.stream(configuration.path("limits").spliterator(), false)
                .map(limit -> new Limit(limit, clock))
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean event = request.isFor("", "events") || request.isFor("events.k8s.io", "events");
        if (!event
                || request.dryRun()
                || request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE) {
            return;
        }
        List<String> reached = new ArrayList<>();
        for (Limit limit : limits) {
            String key = limit.kind.key.apply(request);
            if (!limit.accepts(key)) {
                reached.add("limit reached on type %s for key %s".formatted(limit.kind.text, key));
            }
        }
        if (!reached.isEmpty()) {
            String all = reached.size() == 1 ? reached.getFirst() : "[" + String.join(", ", reached) + "]";
            throw Statuses.tooManyRequests("Too many requests: " + all, 0);
        }
    }

    private static String sourceAndObject(AdmissionRequest request) {
        ObjectNode event = request.object().orElseThrow();
        boolean legacy = request.resource().id().group().isEmpty();
        JsonNode source = event.path(legacy ? "source" : "deprecatedSource");
        JsonNode object = event.path(legacy ? "involvedObject" : "regarding");
        return source.path("component").asText()
                + source.path("host").asText()
                + Stream.of("kind", "namespace", "name", "uid", "apiVersion")
                        .map(field -> object.path(field).asText())
                        .reduce("", String::concat);
    }
}

package dev.caravel.apiserver.admission.webhook;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted of calls to webhooks, under upstream's names. Thread-safe. */
final class WebhookMetrics {
    private static final String PREFIX = "apiserver_admission_";

    /** Codes above are counted as this one: webhooks can make up any number of them. */
    private static final int MAX_CODE = 600;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(25),
    };

    private final MeterRegistry registry;
    private final String type;
    private final String conditionType;

    /** Upstream's names of these counters do not end in _total, as the registry's counters would. */
    private final Map<Count, AtomicLong> counts = new ConcurrentHashMap<>();

    private record Count(String name, Tags tags) {}

    /** @param kind of the webhooks, which upstream names once one way and once another */
    WebhookMetrics(MeterRegistry registry, Verdict.Kind kind) {
        this.registry = requireNonNull(registry, "registry is null");
        this.type = kind == Verdict.Kind.MUTATING ? "admit" : "validating";
        this.conditionType = kind == Verdict.Kind.MUTATING ? "admit" : "validate";
    }

    void called(Webhook webhook, Operation operation, Outcome outcome, Duration duration) {
        boolean rejected =
                switch (outcome) {
                    case Outcome.Admitted _ -> false;
                    case Outcome.Failed _ -> !webhook.ignoresFailures();
                    case Outcome.Refused _, Outcome.Impossible _ -> true;
                };
        Tags tags = Tags.of(
                "name", webhook.name(),
                "operation", operation.name(),
                "rejected", Boolean.toString(rejected),
                "type", type);
        Timer.builder(PREFIX + "webhook_admission_duration_seconds")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(duration);
        Counter.builder(PREFIX + "webhook_request_total")
                .tags(tags.and("code", code(outcome)))
                .register(registry)
                .increment();
        if (rejected) {
            count(
                    "webhook_rejection_count",
                    Tags.of(
                            "error_type", errorType(outcome),
                            "name", webhook.name(),
                            "operation", operation.name(),
                            "rejection_code", code(outcome),
                            "type", type));
        }
    }

    private static String code(Outcome outcome) {
        return Integer.toString(Math.min(MAX_CODE, outcome.code()));
    }

    private static String errorType(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed _ -> "calling_webhook_error";
            case Outcome.Impossible _ -> "apiserver_internal_error";
            case Outcome.Admitted _, Outcome.Refused _ -> "no_error";
        };
    }

    /** The request goes on although the webhook failed. */
    void failedOpen(Webhook webhook) {
        count("webhook_fail_open_count", Tags.of("name", webhook.name(), "type", type));
    }

    void excluded(String webhook, Operation operation) {
        condition("match_condition_exclusions_total", webhook, operation);
    }

    void conditionFailed(String webhook, Operation operation) {
        condition("match_condition_evaluation_errors_total", webhook, operation);
    }

    private void condition(String name, String webhook, Operation operation) {
        Counter.builder(PREFIX + name)
                .tags("kind", "webhook", "name", webhook, "operation", operation.name(), "type", conditionType)
                .register(registry)
                .increment();
    }

    private void count(String name, Tags tags) {
        counts.computeIfAbsent(new Count(name, tags), _ -> {
                    AtomicLong count = new AtomicLong();
                    Gauge.builder(PREFIX + name, count, AtomicLong::get)
                            .tags(tags)
                            .strongReference(true)
                            .register(registry);
                    return count;
                })
                .incrementAndGet();
    }
}

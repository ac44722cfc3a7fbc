package dev.caravel.apiserver.authorization.webhook;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.webhook.AccessConditions.Match;
import dev.caravel.apiserver.webhook.Backoff.Attempt;
import dev.caravel.apiserver.webhook.ReviewFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Counts what becomes of calls of authorization webhooks, under upstream's names. Thread-safe. */
public final class WebhookMetrics {
    private static final String PREFIX = "apiserver_authorization_";
    private static final Duration[] CALLS = millis(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000);
    private static final Duration[] CONDITIONS = millis(1, 5, 10, 25, 100, 200, 250);

    private final MeterRegistry registry;

    public WebhookMetrics(MeterRegistry registry) {
        this.registry = requireNonNull(registry, "registry is null");
    }

    private static Duration[] millis(long... buckets) {
        return java.util.Arrays.stream(buckets).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    <T> T call(String name, Attempt<T> attempt) throws ReviewFailure {
        long start = System.nanoTime();
        String result = "success";
        try {
            return attempt.make();
        } catch (ReviewFailure e) {
            result = text(e.result());
            throw e;
        } finally {
            Tags tags = Tags.of("name", name, "result", result);
            count("webhook_evaluations_total", tags);
            time("webhook_duration_seconds", tags, CALLS, start);
        }
    }

    /** Nobody said no because the webhook could not be asked. */
    void failedOpen(String name, ReviewFailure.Result result) {
        count("webhook_evaluations_fail_open_total", Tags.of("name", name, "result", text(result)));
    }

    Match matching(String name, AccessConditions conditions, Attributes asked) {
        if (conditions.isEmpty()) {
            return conditions.match(asked);
        }
        Tags tags = Tags.of("type", "Webhook", "name", name);
        long start = System.nanoTime();
        Match match = conditions.match(asked);
        time("match_condition_evaluation_seconds", tags, CONDITIONS, start);
        switch (match) {
            case Match.Yes _ -> {}
            case Match.No _ -> count("match_condition_exclusions_total", tags);
            case Match.Failed _ -> count("match_condition_evaluation_errors_total", tags);
        }
        return match;
    }

    private void count(String name, Tags tags) {
        Counter.builder(PREFIX + name).tags(tags).register(registry).increment();
    }

    private void time(String name, Tags tags, Duration[] buckets, long start) {
        Timer.builder(PREFIX + name)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry)
                .record(Duration.ofNanos(System.nanoTime() - start));
    }

    private static String text(ReviewFailure.Result result) {
        return result.name().toLowerCase(Locale.ROOT);
    }
}

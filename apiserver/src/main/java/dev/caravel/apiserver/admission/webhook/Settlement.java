package dev.caravel.apiserver.admission.webhook;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Draws the conclusions from what came of asking a webhook; to be called on the thread of the request. Thread-safe. */
final class Settlement {
    private static final Logger log = Logger.getLogger(Settlement.class);

    private final Verdict.Kind kind;
    private final WebhookMetrics metrics;

    Settlement(Verdict.Kind kind, WebhookMetrics metrics) {
        this.kind = kind;
        this.metrics = requireNonNull(metrics, "metrics is null");
    }

    /**
     * Passes on what the webhook has to say, and counts.
     *
     * @param index of the call among those for the request
     * @return why the request cannot go on; empty when it can
     */
    Optional<ApiException> settle(Question question, int index, Outcome outcome, Duration duration) {
        Webhook webhook = question.webhook();
        AdmissionRequest request = question.request();
        outcome.verdict().ifPresent(verdict -> {
            WebhookFindings.noted(webhook, verdict);
            verdict.warnings().forEach(request.warn());
        });
        metrics.called(webhook, request.operation(), outcome, duration);
        return switch (outcome) {
            case Outcome.Admitted _ -> Optional.empty();
            case Outcome.Refused refused -> Optional.of(refused.refusal());
            case Outcome.Impossible impossible -> Optional.of(impossible.error());
            case Outcome.Failed failed -> failed(webhook, request, index, failed);
        };
    }

    private Optional<ApiException> failed(Webhook webhook, AdmissionRequest request, int index, Outcome.Failed failed) {
        String what = "failed calling webhook \"%s\": %s".formatted(webhook.name(), failed.why());
        if (Thread.currentThread().isInterrupted()) {
            return Optional.of(Statuses.timeout("Timeout: request did not complete within requested timeout"));
        }
        if (!webhook.ignoresFailures()) {
            return Optional.of(Statuses.internal(what));
        }
        log.warnf(
                "%s %s %s/%s goes on, failing open: %s",
                request.operation(), request.resource().id(), request.namespace(), request.name(), what);
        metrics.failedOpen(webhook);
        WebhookFindings.failedOpen(webhook, kind, request.reinvocation().round(), index);
        return Optional.empty();
    }
}

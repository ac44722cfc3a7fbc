package dev.caravel.apiserver.admission.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.webhook.WebhookClient;
import dev.caravel.apiserver.webhook.WebhookException;
import java.util.Optional;
import java.util.UUID;

/** Asks one webhook about one request. Thread-safe; blocks. */
final class WebhookCaller {
    private static final int BAD_REQUEST = 400;

    private final WebhookClient client;
    private final Verdict.Kind kind;

    WebhookCaller(WebhookClient client, Verdict.Kind kind) {
        this.client = requireNonNull(client, "client is null");
        this.kind = kind;
    }

    Outcome ask(Question question) {
        Webhook webhook = question.webhook();
        if (question.request().dryRun() && !webhook.harmless()) {
            return new Outcome.Impossible(
                    Statuses.badRequest("admission webhook \"%s\" does not support dry run".formatted(webhook.name())),
                    Optional.empty());
        }
        if (webhook.reviewVersion().isEmpty()) {
            return failed(
                    "could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)",
                    BAD_REQUEST);
        }
        String version = webhook.reviewVersion().get();
        String uid = UUID.randomUUID().toString();
        ObjectNode answer;
        try {
            answer = client.call(webhook.client(), question.review(version, uid), webhook.timeout());
        } catch (WebhookException e) {
            return failed("failed to call webhook: " + e.getMessage(), e.code());
        }
        try {
            Verdict verdict = Verdict.of(version, uid, kind, answer);
            return verdict.allowed()
                    ? new Outcome.Admitted(verdict)
                    : new Outcome.Refused(verdict, verdict.refusal(webhook.name()));
        } catch (WebhookException e) {
            return failed("received invalid webhook response: " + e.getMessage(), e.code());
        }
    }

    private static Outcome failed(String why, int code) {
        return new Outcome.Failed(why, code, Optional.empty());
    }
}

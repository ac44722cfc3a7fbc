package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.webhook.WebhookException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a webhook answered.
 *
 * @param result the {@code status} of a refusal
 * @param patch a JSON patch (RFC 6902)
 */
record Verdict(boolean allowed, JsonNode result, Optional<byte[]> patch, List<String> warnings) {
    private static final int BAD_REQUEST = 400;

    /** @throws WebhookException when the answer is not one to the question */
    static Verdict of(ObjectNode review, ObjectNode answer) throws WebhookException {
        requireSame(review, answer, "apiVersion");
        requireSame(review, answer, "kind");
        JsonNode response = answer.path("response");
        if (!response.isObject()) {
            throw invalid("webhook response was absent");
        }
        String uid = review.at("/request/uid").asText();
        String answered = response.path("uid").asText();
        if (!answered.equals(uid)) {
            throw invalid("expected response.uid=\"%s\", got \"%s\"".formatted(uid, answered));
        }
        List<String> warnings = new ArrayList<>();
        response.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        return new Verdict(
                response.path("allowed").asBoolean(), response.path("status"), patch(response), List.copyOf(warnings));
    }

    private static void requireSame(ObjectNode review, ObjectNode answer, String field) throws WebhookException {
        String wanted = review.path(field).asText();
        String got = answer.path(field).asText();
        if (!got.equals(wanted)) {
            throw invalid("expected webhook response with %s \"%s\", got \"%s\"".formatted(field, wanted, got));
        }
    }

    private static Optional<byte[]> patch(JsonNode response) throws WebhookException {
        String patch = response.path("patch").asText();
        if (patch.isEmpty()) {
            return Optional.empty();
        }
        String type = response.path("patchType").asText();
        if (!type.equals("JSONPatch")) {
            throw invalid(
                    type.isEmpty()
                            ? "webhook returned response.patch but not response.patchType"
                            : "webhook returned invalid response.patchType of \"%s\"".formatted(type));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(patch));
        } catch (IllegalArgumentException e) {
            throw invalid("response.patch is not base64");
        }
    }

    private static WebhookException invalid(String what) {
        return new WebhookException("received invalid webhook response: " + what);
    }

    /** Never a success, whatever the webhook says of it. */
    ApiException refusal(String webhook) {
        int code = Math.max(BAD_REQUEST, result.path("code").asInt());
        String why = result.path("message").asText();
        String reason = result.path("reason").asText();
        String explanation = why.isEmpty() ? reason : why;
        String denied = "admission webhook \"%s\" denied the request".formatted(webhook);
        return new ApiException(new Status(
                code,
                reason,
                explanation.isEmpty() ? denied + " without explanation" : denied + ": " + explanation,
                Optional.empty()));
    }
}

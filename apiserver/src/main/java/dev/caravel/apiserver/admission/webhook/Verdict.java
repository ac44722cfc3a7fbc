package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.webhook.WebhookException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a webhook answered.
 *
 * @param result the {@code status} of a refusal
 * @param patch a JSON patch (RFC 6902)
 * @param annotations for the audit log, by what comes after the webhook's name
 */
record Verdict(
        boolean allowed,
        JsonNode result,
        Optional<byte[]> patch,
        List<String> warnings,
        Map<String, String> annotations) {
    private static final int BAD_REQUEST = 400;
    private static final String JSON_PATCH = "JSONPatch";

    /** Which webhooks answer. */
    enum Kind {
        MUTATING,
        /** May not change anything. */
        VALIDATING
    }

    /**
     * @param version of the question
     * @throws WebhookException when the answer is not one to the question
     */
    static Verdict of(String version, String uid, Kind kind, ObjectNode answer) throws WebhookException {
        JsonNode response = answer.path("response");
        if (!response.isObject()) {
            throw new WebhookException("webhook response was absent");
        }
        boolean strict = version.equals("v1");
        if (strict) {
            requireSame(uid, answer, response);
        }
        return new Verdict(
                typed(response, "allowed", JsonNodeType.BOOLEAN).asBoolean(),
                typed(response, "status", JsonNodeType.OBJECT),
                patch(response, kind, strict),
                warnings(response),
                annotations(response));
    }

    private static void requireSame(String uid, ObjectNode answer, JsonNode response) throws WebhookException {
        String answered = typed(response, "uid", JsonNodeType.STRING).asText();
        if (!answered.equals(uid)) {
            throw new WebhookException("expected response.uid=\"%s\", got \"%s\"".formatted(uid, answered));
        }
        String apiVersion = answer.path("apiVersion").asText();
        String kind = answer.path("kind").asText();
        if (!apiVersion.equals("admission.k8s.io/v1") || !kind.equals("AdmissionReview")) {
            throw new WebhookException("expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got %s"
                    .formatted((apiVersion.contains("/") ? apiVersion : "/" + apiVersion) + ", Kind=" + kind));
        }
    }

    private static Optional<byte[]> patch(JsonNode response, Kind kind, boolean strict) throws WebhookException {
        String patch = typed(response, "patch", JsonNodeType.STRING).asText();
        boolean isTyped = response.hasNonNull("patchType");
        String type = typed(response, "patchType", JsonNodeType.STRING).asText();
        if (kind == Kind.VALIDATING) {
            if (strict && !patch.isEmpty()) {
                throw new WebhookException("validating webhook may not return response.patch");
            }
            if (strict && isTyped) {
                throw new WebhookException("validating webhook may not return response.patchType");
            }
            return Optional.empty();
        }
        if (strict) {
            requireType(!patch.isEmpty(), isTyped, type);
        }
        if (patch.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(patch));
        } catch (IllegalArgumentException e) {
            throw new WebhookException("response.patch is not base64: " + e.getMessage());
        }
    }

    private static void requireType(boolean isPatch, boolean isTyped, String type) throws WebhookException {
        if (isPatch && !isTyped) {
            throw new WebhookException("webhook returned response.patch but not response.patchType");
        }
        if (!isPatch && isTyped) {
            throw new WebhookException("webhook returned response.patchType but not response.patch");
        }
        if (isTyped && type.isEmpty()) {
            throw new WebhookException("webhook returned invalid response.patchType of \"\"");
        }
        if (isTyped && !type.equals(JSON_PATCH)) {
            throw new WebhookException("unsupported patch type \"%s\"".formatted(type));
        }
    }

    private static List<String> warnings(JsonNode response) throws WebhookException {
        List<String> warnings = new ArrayList<>();
        for (JsonNode warning : typed(response, "warnings", JsonNodeType.ARRAY)) {
            require(warning, "warnings", JsonNodeType.STRING);
            warnings.add(warning.asText());
        }
        return List.copyOf(warnings);
    }

    private static Map<String, String> annotations(JsonNode response) throws WebhookException {
        Map<String, String> annotations = new LinkedHashMap<>();
        for (var annotation :
                typed(response, "auditAnnotations", JsonNodeType.OBJECT).properties()) {
            require(annotation.getValue(), "auditAnnotations", JsonNodeType.STRING);
            annotations.put(annotation.getKey(), annotation.getValue().asText());
        }
        return annotations;
    }

    /** Nothing is made of what is of another type: {@code "allowed": "no"} is no yes. */
    private static JsonNode typed(JsonNode response, String field, JsonNodeType type) throws WebhookException {
        JsonNode value = response.path(field);
        if (!value.isMissingNode() && !value.isNull()) {
            require(value, field, type);
        }
        return value;
    }

    private static void require(JsonNode value, String field, JsonNodeType type) throws WebhookException {
        if (value.getNodeType() != type) {
            throw new WebhookException(
                    "json: cannot unmarshal %s into Go struct field AdmissionResponse.response.%s of type %s"
                            .formatted(lower(value.getNodeType()), field, lower(type)));
        }
    }

    private static String lower(JsonNodeType type) {
        return type.name().toLowerCase(Locale.ROOT);
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
                details(result.path("details"))));
    }

    private static Optional<Status.Details> details(JsonNode details) {
        if (!details.isObject()) {
            return Optional.empty();
        }
        List<Status.Cause> causes = new ArrayList<>();
        details.path("causes")
                .forEach(cause -> causes.add(new Status.Cause(
                        cause.path("reason").asText(),
                        cause.path("message").asText(),
                        cause.path("field").asText())));
        return Optional.of(new Status.Details(
                details.path("name").asText(),
                details.path("group").asText(),
                details.path("kind").asText(),
                details.path("uid").asText(),
                causes,
                details.path("retryAfterSeconds").asInt()));
    }
}

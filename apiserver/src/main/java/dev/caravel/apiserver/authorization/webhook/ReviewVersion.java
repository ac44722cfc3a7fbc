package dev.caravel.apiserver.authorization.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.json.JsonCodec;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The versions in which webhooks are sent {@code SubjectAccessReview}s. */
public enum ReviewVersion {
    V1("v1", "groups"),
    V1BETA1("v1beta1", "group");

    private static final String GROUP = "authorization.k8s.io/";
    private static final String KIND = "SubjectAccessReview";

    private final String text;
    private final String groups;

    ReviewVersion(String text, String groups) {
        this.text = text;
        this.groups = groups;
    }

    /** @throws IllegalArgumentException when there is no such version */
    public static ReviewVersion of(String text) {
        return Arrays.stream(values())
                .filter(version -> version.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unsupported webhook authorizer version \"%s\", supported versions are %s"
                                .formatted(
                                        text,
                                        Arrays.stream(values())
                                                .map(version -> '"' + version.text + '"')
                                                .collect(Collectors.joining(", ")))));
    }

    /** @param spec of v1 */
    ObjectNode review(ObjectNode spec) {
        ObjectNode review = JsonCodec.object().put("kind", KIND).put("apiVersion", GROUP + text);
        review.putObject("metadata");
        ObjectNode own = review.putObject("spec");
        spec.properties()
                .forEach(entry -> own.set(entry.getKey().equals("groups") ? groups : entry.getKey(), entry.getValue()));
        review.putObject("status").put("allowed", false);
        return review;
    }

    /**
     * What a webhook has decided.
     *
     * @throws IllegalArgumentException when it is no review of this version
     */
    Decision decision(ObjectNode answer) {
        String kind = answer.path("kind").asText(KIND);
        String version = answer.path("apiVersion").asText(GROUP + text);
        if (!kind.equals(KIND) || !version.equals(GROUP + text)) {
            throw new IllegalArgumentException("converting (%s.%s) to (%s.%s): unknown conversion"
                    .formatted(version.substring(version.indexOf('/') + 1), kind, text, KIND));
        }
        JsonNode status = answer.path("status");
        boolean allowed = typed(status, "allowed", JsonNodeType.BOOLEAN, "bool").asBoolean();
        boolean denied = typed(status, "denied", JsonNodeType.BOOLEAN, "bool").asBoolean();
        String reason = typed(status, "reason", JsonNodeType.STRING, "string").asText("");
        String error = allowed && denied ? "webhook subject access review returned both allow and deny response" : "";
        Verdict verdict = denied ? Verdict.DENY : allowed ? Verdict.ALLOW : Authorizer.NO_OPINION.verdict();
        return new Decision(verdict, reason, error);
    }

    private static JsonNode typed(JsonNode status, String field, JsonNodeType type, String name) {
        JsonNode value = status.path(field);
        if (value.isNull()) {
            return MissingNode.getInstance();
        }
        if (!value.isMissingNode() && value.getNodeType() != type) {
            throw new IllegalArgumentException(
                    "json: cannot unmarshal %s into Go struct field SubjectAccessReviewStatus.status.%s of type %s"
                            .formatted(value.getNodeType().name().toLowerCase(Locale.ROOT), field, name));
        }
        return value;
    }
}

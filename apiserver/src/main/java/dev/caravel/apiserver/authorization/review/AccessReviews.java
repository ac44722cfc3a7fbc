package dev.caravel.apiserver.authorization.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.authorization.Selectors;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code SubjectAccessReview} and its local and self forms: tells whether a user may do something. */
public final class AccessReviews {
    private static final String GROUP = "authorization.k8s.io";

    /** Upstream's messages leave the kind out. */
    private static final String KIND = "";

    private final Authorizer authorizer;

    public AccessReviews(Authorizer authorizer) {
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
    }

    /** About any user. */
    public ObjectNode subject(Context context, ObjectNode review) {
        JsonNode spec = review.path("spec");
        List<FieldError> errors = new ArrayList<>(AccessQuestion.errors(spec));
        errors.addAll(userErrors(spec));
        errors.addAll(AccessQuestion.metadataErrors(review.path("metadata"), Set.of(), "must be empty"));
        return answer(review, user(spec), errors);
    }

    /** About any user, in the namespace of the request. */
    public ObjectNode local(Context context, ObjectNode review) {
        JsonNode spec = review.path("spec");
        List<FieldError> errors = new ArrayList<>(AccessQuestion.errors(spec));
        errors.addAll(userErrors(spec));
        errors.addAll(AccessQuestion.metadataErrors(
                review.path("metadata"), Set.of("namespace"), "must be empty except for namespace"));
        String namespace = spec.at("/resourceAttributes/namespace").asText();
        if (spec.hasNonNull("resourceAttributes") && !namespace.equals(context.namespace())) {
            errors.add(FieldError.invalid(
                    "spec.resourceAttributes.namespace", '"' + namespace + '"', "must match metadata.namespace"));
        }
        if (spec.hasNonNull("nonResourceAttributes")) {
            errors.add(FieldError.invalid(
                    "spec.nonResourceAttributes",
                    AccessQuestion.path(spec.get("nonResourceAttributes")),
                    "disallowed on this kind of request"));
        }
        return answer(review, user(spec), errors);
    }

    /** About who asks. */
    public ObjectNode self(Context context, ObjectNode review) {
        List<FieldError> errors = new ArrayList<>(AccessQuestion.errors(review.path("spec")));
        errors.addAll(AccessQuestion.metadataErrors(review.path("metadata"), Set.of(), "must be empty"));
        return answer(review, context.user(), errors);
    }

    private static List<FieldError> userErrors(JsonNode spec) {
        return spec.path("user").asText().isEmpty() && spec.path("groups").isEmpty()
                ? List.of(FieldError.invalid("spec.user", "\"\"", "at least one of user or group must be specified"))
                : List.of();
    }

    private ObjectNode answer(ObjectNode review, UserInfo user, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Statuses.invalid(GROUP, KIND, "", errors);
        }
        Attributes asked = AccessQuestion.of(user, review.path("spec"));
        Decision decision = authorizer.authorize(asked);
        ObjectNode status = review.putObject("status").put("allowed", decision.allowed());
        if (decision.verdict() == Verdict.DENY) {
            status.put("denied", true);
        }
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
        String error = evaluationError(decision, asked.selectors());
        if (!error.isEmpty()) {
            status.put("evaluationError", error);
        }
        return review;
    }

    private static String evaluationError(Decision decision, Selectors selectors) {
        return Stream.of(
                        decision.error(),
                        ignored(
                                "field",
                                selectors.fieldError(),
                                selectors.fields().isEverything()),
                        ignored(
                                "label",
                                selectors.labelError(),
                                selectors.labels().isEverything()))
                .filter(error -> !error.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String ignored(String kind, String error, boolean altogether) {
        return error.isEmpty()
                ? ""
                : "spec.resourceAttributes.%sSelector %signored due to parse error"
                        .formatted(kind, altogether ? "" : "partially ");
    }

    private static UserInfo user(JsonNode spec) {
        Map<String, List<String>> extra = new HashMap<>();
        spec.path("extra").properties().forEach(entry -> extra.put(entry.getKey(), texts(entry.getValue())));
        return new UserInfo(spec.path("user").asText(), spec.path("uid").asText(), texts(spec.path("groups")), extra);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}

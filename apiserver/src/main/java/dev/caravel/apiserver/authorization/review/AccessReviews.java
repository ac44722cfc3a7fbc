package dev.caravel.apiserver.authorization.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code SubjectAccessReview} and its local and self forms: tells whether a user may do something. */
public final class AccessReviews {
    private static final String GROUP = "authorization.k8s.io";

    private final Authorizer authorizer;

    public AccessReviews(Authorizer authorizer) {
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
    }

    /** About any user. */
    public ObjectNode subject(Context context, ObjectNode review) {
        JsonNode spec = review.path("spec");
        UserInfo user = user(spec);
        List<FieldError> errors = new ArrayList<>(AccessQuestion.errors(spec));
        if (user.name().isEmpty() && user.groups().isEmpty()) {
            errors.add(FieldError.invalid("spec.user", "\"\"", "at least one of user or group must be specified"));
        }
        return answer(review, "SubjectAccessReview", user, errors);
    }

    /** About any user, in the namespace of the request. */
    public ObjectNode local(Context context, ObjectNode review) {
        JsonNode spec = review.path("spec");
        UserInfo user = user(spec);
        List<FieldError> errors = new ArrayList<>(AccessQuestion.errors(spec));
        if (user.name().isEmpty() && user.groups().isEmpty()) {
            errors.add(FieldError.invalid("spec.user", "\"\"", "at least one of user or group must be specified"));
        }
        String namespace = spec.at("/resourceAttributes/namespace").asText();
        if (!namespace.equals(context.namespace())) {
            errors.add(FieldError.invalid(
                    "spec.resourceAttributes.namespace", '"' + namespace + '"', "must match metadata.namespace"));
        }
        if (spec.hasNonNull("nonResourceAttributes")) {
            errors.add(FieldError.invalid(
                    "spec.nonResourceAttributes",
                    spec.get("nonResourceAttributes").toString(),
                    "disallowed on this kind of request"));
        }
        return answer(review, "LocalSubjectAccessReview", user, errors);
    }

    /** About who asks. */
    public ObjectNode self(Context context, ObjectNode review) {
        return answer(review, "SelfSubjectAccessReview", context.user(), AccessQuestion.errors(review.path("spec")));
    }

    private ObjectNode answer(ObjectNode review, String kind, UserInfo user, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Statuses.invalid(GROUP, kind, "", errors);
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
        return review;
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

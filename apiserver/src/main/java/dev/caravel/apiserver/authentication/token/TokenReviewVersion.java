package dev.caravel.apiserver.authentication.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.json.JsonCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The versions of {@code TokenReview} that webhooks are asked with; they differ in their name only. */
public enum TokenReviewVersion {
    V1("v1"),
    V1BETA1("v1beta1");

    private static final String GROUP = "authentication.k8s.io/";
    private static final String KIND = "TokenReview";

    private final String name;

    TokenReviewVersion(String name) {
        this.name = name;
    }

    /** @throws IllegalArgumentException for a version that there is not */
    public static TokenReviewVersion of(String name) {
        for (TokenReviewVersion version : values()) {
            if (version.name.equals(name)) {
                return version;
            }
        }
        throw new IllegalArgumentException(
                "unsupported authentication webhook version \"%s\", supported versions are \"v1\", \"v1beta1\""
                        .formatted(name));
    }

    ObjectNode review(String token, List<String> audiences) {
        ObjectNode review = JsonCodec.object().put("kind", KIND).put("apiVersion", GROUP + name);
        review.putObject("metadata");
        ObjectNode spec = review.putObject("spec").put("token", token);
        if (!audiences.isEmpty()) {
            audiences.forEach(spec.putArray("audiences")::add);
        }
        review.putObject("status").putObject("user");
        return review;
    }

    /** What a webhook says of a token. */
    record Answer(boolean authenticated, UserInfo user, List<String> audiences, String error) {}

    /** @throws IllegalArgumentException when it is another object, or not of its form */
    Answer answer(ObjectNode review) {
        String kind = review.path("kind").asText();
        String version = review.path("apiVersion").asText();
        if (kind.isEmpty()) {
            throw new IllegalArgumentException("Object 'Kind' is missing in '" + review + "'");
        }
        if (!kind.equals(KIND) || !version.equals(GROUP + name)) {
            throw new IllegalArgumentException(
                    "no kind \"%s\" is registered for version \"%s\"".formatted(kind, version));
        }
        JsonNode status = review.path("status");
        return new Answer(
                flag(status.path("authenticated")),
                user(status.path("user")),
                texts(status.path("audiences")),
                text(status.path("error")));
    }

    private static UserInfo user(JsonNode user) {
        Map<String, List<String>> extra = new HashMap<>();
        user.path("extra").properties().forEach(entry -> extra.put(entry.getKey(), texts(entry.getValue())));
        return new UserInfo(text(user.path("username")), text(user.path("uid")), texts(user.path("groups")), extra);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(text(item)));
        return texts;
    }

    private static String text(JsonNode node) {
        if (!node.isTextual() && !node.isMissingNode() && !node.isNull()) {
            throw new IllegalArgumentException("json: cannot unmarshal into Go value of type string: " + node);
        }
        return node.asText("");
    }

    private static boolean flag(JsonNode node) {
        if (!node.isBoolean() && !node.isMissingNode() && !node.isNull()) {
            throw new IllegalArgumentException("json: cannot unmarshal into Go value of type bool: " + node);
        }
        return node.asBoolean(false);
    }
}

package dev.caravel.apiserver.authorization.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.resource.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What an access review asks. Pure. */
final class AccessQuestion {
    private AccessQuestion() {}

    static List<FieldError> errors(JsonNode spec) {
        boolean resource = spec.hasNonNull("resourceAttributes");
        boolean path = spec.hasNonNull("nonResourceAttributes");
        if (resource && path) {
            return List.of(FieldError.invalid(
                    "spec.nonResourceAttributes",
                    "{\"Path\":\"%s\",\"Verb\":\"%s\"}"
                            .formatted(
                                    spec.at("/nonResourceAttributes/path").asText(),
                                    spec.at("/nonResourceAttributes/verb").asText()),
                    "cannot be specified in combination with resourceAttributes"));
        }
        if (!resource && !path) {
            return List.of(FieldError.invalid(
                    "spec.resourceAttributes",
                    "null",
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
        return List.of();
    }

    static Attributes of(UserInfo user, JsonNode spec) {
        if (spec.hasNonNull("nonResourceAttributes")) {
            JsonNode asked = spec.get("nonResourceAttributes");
            return new Attributes(
                    user,
                    asked.path("verb").asText(),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    false,
                    asked.path("path").asText());
        }
        JsonNode asked = spec.get("resourceAttributes");
        String version = asked.path("version").asText();
        return new Attributes(
                user,
                asked.path("verb").asText(),
                asked.path("namespace").asText(),
                asked.path("group").asText(),
                version.isEmpty() ? "*" : version,
                asked.path("resource").asText(),
                asked.path("subresource").asText(),
                asked.path("name").asText(),
                true,
                "",
                fieldSelector(asked.path("fieldSelector")));
    }

    private static String fieldSelector(JsonNode selector) {
        String raw = selector.path("rawSelector").asText();
        if (!raw.isEmpty()) {
            return raw;
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode requirement : selector.path("requirements")) {
            JsonNode values = requirement.path("values");
            if (values.size() == 1) {
                String operator = requirement.path("operator").asText().equals("In") ? "=" : "!=";
                parts.add(requirement.path("key").asText()
                        + operator
                        + values.get(0).asText());
            }
        }
        return String.join(",", parts);
    }
}

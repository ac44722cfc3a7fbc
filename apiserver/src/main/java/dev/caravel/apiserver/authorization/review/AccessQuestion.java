package dev.caravel.apiserver.authorization.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.resource.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an access review asks. Pure. */
final class AccessQuestion {
    private AccessQuestion() {}

    static List<FieldError> errors(JsonNode spec) {
        boolean resource = spec.hasNonNull("resourceAttributes");
        boolean path = spec.hasNonNull("nonResourceAttributes");
        if (resource && path) {
            return List.of(FieldError.invalid(
                    "spec.nonResourceAttributes",
                    path(spec.get("nonResourceAttributes")),
                    "cannot be specified in combination with resourceAttributes"));
        }
        if (!resource && !path) {
            return List.of(FieldError.invalid(
                    "spec.resourceAttributes",
                    "null",
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
        return resource ? SelectorAttributes.errors(spec.get("resourceAttributes")) : List.of();
    }

    /** @param allowed fields of the metadata that may be set */
    static List<FieldError> metadataErrors(JsonNode metadata, Set<String> allowed, String message) {
        Set<String> written = new HashSet<>(allowed);
        written.add("managedFields");
        written.add("creationTimestamp");
        return metadata.properties().stream().allMatch(entry -> written.contains(entry.getKey()))
                ? List.of()
                : List.of(FieldError.invalid("metadata", metadata.toString(), message));
    }

    /** As messages have it. */
    static String path(JsonNode asked) {
        return "{\"Path\":%s,\"Verb\":%s}"
                .formatted(
                        TextNode.valueOf(asked.path("path").asText()),
                        TextNode.valueOf(asked.path("verb").asText()));
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
                SelectorAttributes.of(asked));
    }
}

package dev.caravel.apiserver.authorization.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Authorizer;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Connection;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Webhook;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.machinery.role.DurationConverter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/** Reads an {@code AuthorizationConfiguration} in YAML or JSON; what is not known in it is an error. Pure. */
final class ConfigurationReader {
    private static final String GROUP = "apiserver.config.k8s.io/";
    private static final Set<String> VERSIONS = Set.of(GROUP + "v1", GROUP + "v1beta1", GROUP + "v1alpha1");
    private static final String KIND = "AuthorizationConfiguration";
    private static final String FAILED = "failed to load AuthorizationConfiguration from file: ";

    private ConfigurationReader() {}

    /** @throws IllegalArgumentException saying what is wrong */
    static AuthorizationConfiguration read(byte[] content) {
        JsonNode file = parse(content);
        String kind = file.path("kind").asText();
        String version = file.path("apiVersion").asText();
        if (kind.isEmpty() || version.isEmpty()) {
            throw failed("Object '%s' is missing".formatted(kind.isEmpty() ? "Kind" : "apiVersion"));
        }
        if (!VERSIONS.contains(version) || !kind.equals(KIND)) {
            throw failed("no kind \"%s\" is registered for version \"%s\"".formatted(kind, version));
        }
        known(file, "", Set.of("kind", "apiVersion", "authorizers"));
        List<Authorizer> authorizers = new ArrayList<>();
        for (JsonNode authorizer : list(file, "", "authorizers")) {
            authorizers.add(authorizer(authorizer, FieldPath.index("authorizers", authorizers.size())));
        }
        return new AuthorizationConfiguration(authorizers);
    }

    private static JsonNode parse(byte[] content) {
        try {
            JsonNode file = new YAMLMapper(YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .readTree(content);
            if (file == null || !file.isObject()) {
                throw failed("couldn't get version/kind; json parse error: it is no object");
            }
            return file;
        } catch (JacksonException e) {
            throw failed("yaml: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw failed(e.getMessage());
        }
    }

    private static Authorizer authorizer(JsonNode node, String path) {
        object(node, path);
        known(node, path, Set.of("type", "name", "webhook"));
        return new Authorizer(
                text(node, path, "type"),
                text(node, path, "name"),
                node.hasNonNull("webhook")
                        ? Optional.of(webhook(node.get("webhook"), FieldPath.child(path, "webhook")))
                        : Optional.empty());
    }

    private static Webhook webhook(JsonNode node, String path) {
        object(node, path);
        known(
                node,
                path,
                Set.of(
                        "authorizedTTL",
                        "cacheAuthorizedRequests",
                        "unauthorizedTTL",
                        "cacheUnauthorizedRequests",
                        "timeout",
                        "subjectAccessReviewVersion",
                        "matchConditionSubjectAccessReviewVersion",
                        "failurePolicy",
                        "connectionInfo",
                        "matchConditions"));
        return new Webhook(
                orElse(duration(node, path, "authorizedTTL"), Webhook.DEFAULT_AUTHORIZED_TTL),
                flag(node, path, "cacheAuthorizedRequests"),
                orElse(duration(node, path, "unauthorizedTTL"), Webhook.DEFAULT_UNAUTHORIZED_TTL),
                flag(node, path, "cacheUnauthorizedRequests"),
                duration(node, path, "timeout"),
                text(node, path, "subjectAccessReviewVersion"),
                text(node, path, "matchConditionSubjectAccessReviewVersion"),
                text(node, path, "failurePolicy"),
                connection(node.path("connectionInfo"), FieldPath.child(path, "connectionInfo")),
                conditions(node, path));
    }

    private static Connection connection(JsonNode node, String path) {
        if (node.isMissingNode() || node.isNull()) {
            return new Connection("", Optional.empty());
        }
        object(node, path);
        known(node, path, Set.of("type", "kubeConfigFile"));
        return new Connection(
                text(node, path, "type"),
                node.hasNonNull("kubeConfigFile") ? Optional.of(text(node, path, "kubeConfigFile")) : Optional.empty());
    }

    private static List<String> conditions(JsonNode webhook, String path) {
        List<String> conditions = new ArrayList<>();
        for (JsonNode condition : list(webhook, path, "matchConditions")) {
            String at = FieldPath.index(FieldPath.child(path, "matchConditions"), conditions.size());
            object(condition, at);
            known(condition, at, Set.of("expression"));
            conditions.add(text(condition, at, "expression"));
        }
        return conditions;
    }

    private static Duration orElse(Duration duration, Duration otherwise) {
        return duration.isZero() ? otherwise : duration;
    }

    private static Duration duration(JsonNode node, String path, String field) {
        String text = text(node, path, field);
        try {
            return text.isEmpty() ? Duration.ZERO : new DurationConverter().convert(text);
        } catch (TypeConversionException e) {
            throw failed(FieldPath.child(path, field) + ": " + e.getMessage());
        }
    }

    /** True unless it says otherwise. */
    private static boolean flag(JsonNode node, String path, String field) {
        return typed(node, path, field, JsonNodeType.BOOLEAN).asBoolean(true);
    }

    private static String text(JsonNode node, String path, String field) {
        return typed(node, path, field, JsonNodeType.STRING).asText("");
    }

    private static JsonNode list(JsonNode node, String path, String field) {
        return typed(node, path, field, JsonNodeType.ARRAY);
    }

    private static JsonNode typed(JsonNode node, String path, String field, JsonNodeType type) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isNull() && value.getNodeType() != type) {
            throw failed("json: cannot unmarshal %s into field %s of type %s"
                    .formatted(name(value.getNodeType()), FieldPath.child(path, field), name(type)));
        }
        return value.isNull() ? node.path("\0") : value;
    }

    private static void object(JsonNode node, String path) {
        if (!node.isObject()) {
            throw failed(
                    "json: cannot unmarshal %s into field %s of type object".formatted(name(node.getNodeType()), path));
        }
    }

    private static String name(JsonNodeType type) {
        return type == JsonNodeType.BOOLEAN ? "bool" : type.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void known(JsonNode node, String path, Set<String> fields) {
        List<String> unknown = node.properties().stream()
                .map(entry -> entry.getKey())
                .filter(field -> !fields.contains(field))
                .map(field -> "unknown field \"%s\"".formatted(FieldPath.child(path, field)))
                .toList();
        if (!unknown.isEmpty()) {
            throw failed("strict decoding error: " + String.join(", ", unknown));
        }
    }

    private static IllegalArgumentException failed(String why) {
        return new IllegalArgumentException(FAILED + why);
    }
}

package dev.caravel.apiserver.authorization.config;

import static dev.caravel.apiserver.json.Quoted.quoted;

import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Connection;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Webhook;
import dev.caravel.apiserver.authorization.webhook.AccessConditions;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.webhook.GoDuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with one webhook of a configuration. */
final class WebhookFaults {
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_CONDITIONS = 64;
    private static final String IN_CLUSTER = "InClusterConfig";
    private static final String KUBECONFIG = "KubeConfigFile";

    private final List<FieldError> errors = new ArrayList<>();
    private final String path;

    private WebhookFaults(String path) {
        this.path = path;
    }

    /** @param path of the authorizer: upstream leaves {@code webhook} out */
    static List<FieldError> of(String path, Webhook webhook) {
        WebhookFaults faults = new WebhookFaults(path);
        faults.checkTimes(webhook);
        faults.checkVersions(webhook);
        faults.checkConnection(webhook.connection());
        faults.checkConditions(webhook.conditions());
        return faults.errors;
    }

    private void checkTimes(Webhook webhook) {
        Duration timeout = webhook.timeout();
        if (timeout.isZero()) {
            errors.add(FieldError.required(at("timeout"), ""));
        } else if (timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            errors.add(
                    FieldError.invalid(at("timeout"), quoted(GoDuration.format(timeout)), "must be > 0s and <= 30s"));
        }
        checkTtl("authorizedTTL", webhook.authorizedTtl());
        checkTtl("unauthorizedTTL", webhook.unauthorizedTtl());
    }

    private void checkTtl(String field, Duration time) {
        if (time.isNegative()) {
            errors.add(FieldError.invalid(at(field), quoted(GoDuration.format(time)), "must be > 0s"));
        }
    }

    private void checkVersions(Webhook webhook) {
        oneOf("subjectAccessReviewVersion", webhook.reviewVersion(), List.of("v1", "v1beta1"));
        if (!webhook.conditionVersion().isEmpty()) {
            oneOf("matchConditionSubjectAccessReviewVersion", webhook.conditionVersion(), List.of("v1"));
        } else if (!webhook.conditions().isEmpty()) {
            errors.add(FieldError.required(
                    at("matchConditionSubjectAccessReviewVersion"), "required if match conditions are specified"));
        }
        oneOf("failurePolicy", webhook.failurePolicy(), List.of("Deny", "NoOpinion"));
    }

    private void oneOf(String field, String value, List<String> supported) {
        if (value.isEmpty()) {
            errors.add(FieldError.required(at(field), ""));
        } else if (!supported.contains(value)) {
            errors.add(FieldError.notSupported(at(field), quoted(value), supported));
        }
    }

    private void checkConnection(Connection connection) {
        String file = at("connectionInfo.kubeConfigFile");
        switch (connection.type()) {
            case "" -> errors.add(FieldError.required(at("connectionInfo.type"), ""));
            case IN_CLUSTER -> {
                connection
                        .kubeconfig()
                        .ifPresent(name -> errors.add(
                                FieldError.invalid(file, quoted(name), "can only be set when type=KubeConfigFile")));
                errors.add(FieldError.forbidden(
                        at("connectionInfo.type"), "InClusterConfig is not for the API server, which is whom it asks"));
            }
            case KUBECONFIG -> checkFile(file, connection.kubeconfig().orElse(""));
            default ->
                errors.add(FieldError.notSupported(
                        at("connectionInfo.type"), quoted(connection.type()), List.of(IN_CLUSTER, KUBECONFIG)));
        }
    }

    private void checkFile(String field, String name) {
        Path file = Path.of(name);
        if (name.isEmpty()) {
            errors.add(FieldError.required(field, ""));
        } else if (!file.isAbsolute()) {
            errors.add(FieldError.invalid(field, quoted(name), "must be an absolute path"));
        } else if (!Files.exists(file)) {
            errors.add(FieldError.invalid(
                    field, quoted(name), "error loading file: stat %s: no such file or directory".formatted(name)));
        } else if (!Files.isRegularFile(file)) {
            errors.add(FieldError.invalid(field, quoted(name), "must be a regular file"));
        }
    }

    private void checkConditions(List<String> conditions) {
        if (conditions.size() > MAX_CONDITIONS) {
            errors.add(FieldError.tooMany(at("matchConditions"), conditions.size(), MAX_CONDITIONS));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String expression = conditions.get(i);
            String field = FieldPath.index(at("matchConditions"), i) + ".expression";
            if (expression.isBlank()) {
                errors.add(FieldError.required(field, ""));
            } else if (!seen.add(expression)) {
                errors.add(FieldError.duplicate(field, quoted(expression)));
            } else {
                compile(field, expression);
            }
        }
    }

    private void compile(String field, String expression) {
        try {
            AccessConditions.compile(List.of(expression));
        } catch (CompileException e) {
            errors.add(FieldError.invalid(field, quoted(expression), e.getMessage()));
        }
    }

    private String at(String field) {
        return FieldPath.child(path, field);
    }
}

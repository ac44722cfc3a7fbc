package dev.caravel.apiserver.authorization.config;

import static dev.caravel.apiserver.json.Quoted.quoted;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.authorization.AuthorizationMode;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Authorizer;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Webhook;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a configuration, in upstream's words. */
final class ConfigurationFaults {
    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> types = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private ConfigurationFaults() {}

    static List<FieldError> of(AuthorizationConfiguration configuration) {
        ConfigurationFaults faults = new ConfigurationFaults();
        if (configuration.authorizers().isEmpty()) {
            faults.errors.add(FieldError.required("authorizers", "at least one authorization mode must be defined"));
        }
        for (int i = 0; i < configuration.authorizers().size(); i++) {
            faults.check(
                    FieldPath.index("authorizers", i),
                    configuration.authorizers().get(i));
        }
        return faults.errors;
    }

    private void check(String path, Authorizer authorizer) {
        if (checkType(path, authorizer.type())) {
            checkName(FieldPath.child(path, "name"), authorizer.name());
            if (!authorizer.type().equals(AuthorizationMode.WEBHOOK.flag())) {
                if (authorizer.webhook().isPresent()) {
                    errors.add(FieldError.invalid(
                            FieldPath.child(path, "webhook"),
                            "\"non-null\"",
                            "may only be specified when type=Webhook"));
                }
            } else if (authorizer.webhook().isEmpty()) {
                errors.add(FieldError.required(FieldPath.child(path, "webhook"), "required when type=Webhook"));
            } else {
                checkWebhook(path, authorizer.webhook().get());
            }
        }
    }

    /** Whether the rest is worth looking at. */
    private boolean checkType(String path, String type) {
        String field = FieldPath.child(path, "type");
        if (type.isEmpty()) {
            errors.add(FieldError.required(field, ""));
            return false;
        }
        if (!AuthorizationMode.flags().contains(type)) {
            errors.add(FieldError.notSupported(
                    field,
                    quoted(type),
                    AuthorizationMode.flags().stream().sorted().toList()));
            return false;
        }
        if (!types.add(type) && !type.equals(AuthorizationMode.WEBHOOK.flag())) {
            errors.add(FieldError.duplicate(field, quoted(type)));
            return false;
        }
        return true;
    }

    private void checkName(String field, String name) {
        if (name.isEmpty()) {
            errors.add(FieldError.required(field, ""));
        } else if (names.contains(name)) {
            errors.add(FieldError.duplicate(field, quoted(name)));
        } else {
            List<String> faults = Formats.named("dns1123Subdomain").faults(TextNode.valueOf(name));
            if (!faults.isEmpty()) {
                errors.add(FieldError.invalid(
                        field, quoted(name), "authorizer name is invalid: " + String.join(", ", faults)));
            }
        }
        names.add(name);
    }

    private void checkWebhook(String path, Webhook webhook) {
        errors.addAll(WebhookFaults.of(path, webhook));
    }
}

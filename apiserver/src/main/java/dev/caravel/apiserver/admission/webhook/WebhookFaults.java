package dev.caravel.apiserver.admission.webhook;

import static dev.caravel.apiserver.json.Quoted.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.policy.MatchConditions;
import dev.caravel.apiserver.admission.policy.PolicyEnvironment;
import dev.caravel.apiserver.admission.policy.RuleFaults;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import dev.caravel.apiserver.webhook.ClientConfigFaults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What is wrong with the webhooks of a configuration that is written. For one configuration, by one thread. */
final class WebhookFaults {
    private static final List<String> FAILURE_POLICIES = List.of("Fail", "Ignore");
    private static final List<String> MATCH_POLICIES = List.of("Equivalent", "Exact");
    private static final List<String> REINVOCATION_POLICIES = List.of("IfNeeded", "Never");
    private static final List<String> HARMLESS = List.of("None", "NoneOnDryRun");
    private static final List<String> SIDE_EFFECTS = List.of("None", "NoneOnDryRun", "Some", "Unknown");
    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
    private static final int MAX_TIMEOUT_SECONDS = 30;
    private static final int MIN_SEGMENTS = 3;

    /** Where what was stored breaks a rule of today, a change may break it, too. */
    private record Leniency(boolean sideEffects, boolean reviewVersions, boolean names, boolean conditions) {
        static Leniency of(JsonNode webhooks, Optional<JsonNode> old) {
            return old.map(before -> new Leniency(
                            !all(before, WebhookFaults::isHarmless),
                            !all(before, WebhookFaults::hasReviewVersion),
                            hasTwins(before),
                            sameConditions(webhooks, before)))
                    .orElse(new Leniency(false, false, false, false));
        }

        private static boolean all(JsonNode webhooks, Predicate<JsonNode> rule) {
            return webhooks.valueStream().allMatch(rule);
        }

        private static boolean hasTwins(JsonNode webhooks) {
            return webhooks.valueStream()
                            .map(webhook -> webhook.path("name").asText())
                            .distinct()
                            .count()
                    < webhooks.size();
        }

        private static boolean sameConditions(JsonNode webhooks, JsonNode before) {
            if (webhooks.size() != before.size()) {
                return false;
            }
            for (int i = 0; i < before.size(); i++) {
                if (!webhooks.get(i)
                        .path("matchConditions")
                        .equals(before.get(i).path("matchConditions"))) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<FieldError> errors = new ArrayList<>();
    private final Leniency leniency;

    private WebhookFaults(Leniency leniency) {
        this.leniency = leniency;
    }

    /** @param old the webhooks before */
    static List<FieldError> of(JsonNode webhooks, Optional<JsonNode> old) {
        WebhookFaults faults = new WebhookFaults(Leniency.of(webhooks, old));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < webhooks.size(); i++) {
            String path = FieldPath.index("webhooks", i);
            JsonNode webhook = webhooks.get(i);
            faults.check(path, webhook);
            String name = webhook.path("name").asText();
            if (!faults.leniency.names() && !name.isEmpty() && !names.add(name)) {
                faults.errors.add(FieldError.duplicate(path + ".name", quoted(name)));
            }
        }
        return faults.errors;
    }

    private void check(String path, JsonNode webhook) {
        name(path + ".name", webhook.path("name").asText());
        errors.addAll(RuleFaults.ofAll(path + ".rules", webhook.path("rules")));
        oneOf(path + ".failurePolicy", webhook.path("failurePolicy"), FAILURE_POLICIES);
        oneOf(path + ".matchPolicy", webhook.path("matchPolicy"), MATCH_POLICIES);
        sideEffects(path + ".sideEffects", webhook.path("sideEffects"));
        JsonNode timeout = webhook.path("timeoutSeconds");
        if (timeout.isNumber() && (timeout.asInt() < 1 || timeout.asInt() > MAX_TIMEOUT_SECONDS)) {
            errors.add(FieldError.invalid(
                    path + ".timeoutSeconds",
                    timeout.toString(),
                    "the timeout value must be between 1 and 30 seconds"));
        }
        oneOf(path + ".reinvocationPolicy", webhook.path("reinvocationPolicy"), REINVOCATION_POLICIES);
        errors.addAll(ClientConfigFaults.of(path + ".clientConfig", webhook.path("clientConfig")));
        if (!leniency.conditions()) {
            errors.addAll(MatchConditions.faults(
                    path + ".matchConditions", webhook.path("matchConditions"), PolicyEnvironment.of(false, true)));
        }
        reviewVersions(path + ".admissionReviewVersions", webhook);
    }

    private void name(String path, String name) {
        if (name.isEmpty()) {
            errors.add(FieldError.required(path, ""));
            return;
        }
        List<String> faults = Formats.dns1123Subdomain(name);
        if (!faults.isEmpty()) {
            errors.add(FieldError.invalid(path, quoted(name), String.join(",", faults)));
        } else if (name.split("\\.", -1).length < MIN_SEGMENTS) {
            errors.add(FieldError.invalid(
                    path, quoted(name), "should be a domain with at least three segments separated by dots"));
        }
    }

    private void sideEffects(String path, JsonNode value) {
        List<String> allowed = leniency.sideEffects() ? SIDE_EFFECTS : HARMLESS;
        if (value.isMissingNode() || value.isNull()) {
            errors.add(FieldError.required(path, "must specify one of " + String.join(", ", allowed)));
        } else {
            oneOf(path, value, allowed);
        }
    }

    private void oneOf(String path, JsonNode value, List<String> supported) {
        if (value.isTextual() && !supported.contains(value.asText())) {
            errors.add(FieldError.notSupported(path, quoted(value.asText()), supported));
        }
    }

    private void reviewVersions(String path, JsonNode webhook) {
        JsonNode versions = webhook.path("admissionReviewVersions");
        if (versions.isEmpty()) {
            errors.add(FieldError.required(path, "must specify one of " + String.join(", ", REVIEW_VERSIONS)));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.get(i).asText();
            String at = FieldPath.index(path, i);
            if (!seen.add(version)) {
                errors.add(FieldError.invalid(at, quoted(version), "duplicate version"));
                continue;
            }
            Formats.dns1035Label(version).forEach(fault -> errors.add(FieldError.invalid(at, quoted(version), fault)));
        }
        if (!leniency.reviewVersions() && !hasReviewVersion(webhook)) {
            errors.add(FieldError.invalid(
                    path, versions.toString(), "must include at least one of " + String.join(", ", REVIEW_VERSIONS)));
        }
    }

    private static boolean isHarmless(JsonNode webhook) {
        return HARMLESS.contains(webhook.path("sideEffects").asText());
    }

    private static boolean hasReviewVersion(JsonNode webhook) {
        JsonNode versions = webhook.path("admissionReviewVersions");
        return versions.isEmpty()
                || versions.valueStream().anyMatch(version -> REVIEW_VERSIONS.contains(version.asText()));
    }
}

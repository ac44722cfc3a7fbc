package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.PodContainers.Placed;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How containers start, restart, are resized and stop. */
final class LifeRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "sleepWithinGrace", LifeRules::sleeps,
            "restartPolicies", LifeRules::restartPolicies,
            "resizePolicies", LifeRules::resizePolicies,
            "ephemeralContainers", LifeRules::ephemeralContainers);

    private static final List<String> RESIZED = List.of("cpu", "memory");
    private static final List<String> RESIZE_POLICIES = List.of("NotRequired", "RestartContainer");
    private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> ACTIONS = List.of("Restart", "RestartAllContainers");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> OF_PERMANENT_CONTAINERS =
            List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");
    private static final Set<String> OF_EPHEMERAL_CONTAINERS = Set.of(
            "name",
            "image",
            "command",
            "args",
            "workingDir",
            "envFrom",
            "env",
            "volumeMounts",
            "volumeDevices",
            "terminationMessagePath",
            "terminationMessagePolicy",
            "imagePullPolicy",
            "securityContext",
            "stdin",
            "stdinOnce",
            "tty",
            "targetContainerName");
    private static final int MOST_RULES = 20;
    private static final int MOST_EXIT_CODES = 255;

    private LifeRules() {}

    private static void sleeps(Subject spec) {
        var grace = spec.at("terminationGracePeriodSeconds").asLong();
        for (var placed : PodContainers.of(spec, PodContainers.PERMANENT)) {
            for (var hook : List.of("postStart", "preStop")) {
                var seconds = placed.at("lifecycle." + hook + ".sleep.seconds");
                if (!placed.isInitOnly() && (seconds.asLong() < 0 || seconds.asLong() > grace)) {
                    placed.invalid(
                            "lifecycle." + hook + ".sleep",
                            seconds,
                            "must be non-negative and less than terminationGracePeriodSeconds (%d)".formatted(grace));
                }
            }
        }
    }

    private static void restartPolicies(Subject spec) {
        for (var placed : PodContainers.of(spec, PodContainers.PERMANENT)) {
            var policy = placed.at("restartPolicy");
            var rules = placed.at("restartPolicyRules");
            if (!policy.isMissingNode() && !RESTART_POLICIES.contains(policy.asText())) {
                placed.errors()
                        .add(FieldError.notSupported(
                                placed.pathOf("restartPolicy"), Values.show(policy), RESTART_POLICIES));
            }
            if (!rules.isEmpty() && policy.isMissingNode()) {
                placed.errors()
                        .add(FieldError.required(
                                placed.pathOf("restartPolicy"),
                                "must specify restartPolicy when restart rules are used"));
            }
            if (rules.size() > MOST_RULES) {
                placed.errors().add(FieldError.tooMany(placed.pathOf("restartPolicyRules"), rules.size(), MOST_RULES));
            }
            for (var i = 0; i < rules.size(); i++) {
                restartRule(rules.get(i), FieldPath.index(placed.pathOf("restartPolicyRules"), i), placed.errors());
            }
            if (placed.isInitOnly()) {
                initOnly(placed);
            }
        }
    }

    private static void initOnly(Placed placed) {
        for (var field : OF_PERMANENT_CONTAINERS) {
            if (placed.at(field).isObject()) {
                placed.forbidden(field, "may not be set for init containers without restartPolicy=Always");
            }
        }
    }

    private static void restartRule(JsonNode rule, String path, List<FieldError> errors) {
        supported(rule.path("action").asText(""), path + ".action", ACTIONS, errors);
        var codes = rule.path("exitCodes");
        if (!codes.isObject()) {
            errors.add(FieldError.required(path + ".exitCodes", "must be specified"));
            return;
        }
        supported(codes.path("operator").asText(""), path + ".exitCodes.operator", OPERATORS, errors);
        if (codes.path("values").size() > MOST_EXIT_CODES) {
            errors.add(FieldError.tooMany(
                    path + ".exitCodes.values", codes.path("values").size(), MOST_EXIT_CODES));
        }
    }

    private static void supported(String value, String path, List<String> supported, List<FieldError> errors) {
        if (!supported.contains(value)) {
            errors.add(FieldError.notSupported(path, Values.quote(value), supported));
        }
    }

    /** A pod that never restarts does not for a resize either. */
    private static void resizePolicies(Subject spec) {
        var never = spec.text("restartPolicy").equals("Never");
        for (var placed : PodContainers.of(spec, PodContainers.PERMANENT)) {
            var seen = new HashSet<String>();
            var policies = placed.at("resizePolicy");
            var path = placed.pathOf("resizePolicy");
            for (var i = 0; i < policies.size(); i++) {
                var resource = policies.get(i).path("resourceName").asText("");
                var policy = policies.get(i).path("restartPolicy").asText("");
                if (!resource.isEmpty() && !seen.add(resource)) {
                    placed.errors().add(FieldError.duplicate(FieldPath.index(path, i), Values.quote(resource)));
                }
                requiredOf(resource, RESIZED, path, placed.errors());
                requiredOf(policy, RESIZE_POLICIES, path, placed.errors());
                if (never && policy.equals("RestartContainer")) {
                    placed.invalid(
                            "resizePolicy",
                            TextNode.valueOf(policy),
                            "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
                }
                if (placed.isInitOnly() && policy.equals("RestartContainer")) {
                    placed.errors()
                            .add(FieldError.invalid(
                                    FieldPath.index(path, i) + ".restartPolicy",
                                    Values.quote(policy),
                                    "must not be set to 'RestartContainer' for non-sidecar initContainers"));
                }
            }
        }
    }

    private static void requiredOf(String value, List<String> supported, String path, List<FieldError> errors) {
        if (value.isEmpty()) {
            errors.add(FieldError.required(path, ""));
        } else {
            supported(value, path, supported, errors);
        }
    }

    /** They are for looking at a pod, and the pod must not depend on them. */
    private static void ephemeralContainers(Subject spec) {
        var others = new HashSet<String>();
        PodContainers.of(spec, PodContainers.PERMANENT).forEach(placed -> others.add(placed.text("name")));
        for (var placed : PodContainers.of(spec, List.of("ephemeralContainers"))) {
            var target = placed.text("targetContainerName");
            if (!target.isEmpty() && !others.contains(target)) {
                placed.errors().add(FieldError.notFound(placed.pathOf("targetContainerName"), Values.quote(target)));
            }
            placed.container().properties().stream()
                    .filter(field -> !OF_EPHEMERAL_CONTAINERS.contains(field.getKey()))
                    .filter(field -> !field.getValue().isContainerNode()
                            || !field.getValue().isEmpty())
                    .forEach(field -> notOfEphemeral(placed, field.getKey()));
            for (var i = 0; i < placed.at("volumeMounts").size(); i++) {
                for (var field : List.of("subPath", "subPathExpr")) {
                    if (!placed.at("volumeMounts").get(i).path(field).asText("").isEmpty()) {
                        notOfEphemeral(placed, FieldPath.index("volumeMounts", i) + "." + field);
                    }
                }
            }
        }
    }

    private static void notOfEphemeral(Placed placed, String field) {
        placed.forbidden(field, "cannot be set for an Ephemeral Container");
    }
}

package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** When Jobs count as failed or done: pod failure policies (KEP-3329) and success policies (KEP-3998). */
final class JobPolicyRules {
    static final Map<String, ValidationRule> BY_NAME =
            Map.of("podFailurePolicy", JobPolicyRules::failures, "successPolicy", JobPolicyRules::success);

    private static final int MOST_RULES = 20;
    private static final int MOST_PATTERNS = 20;
    private static final int MOST_EXIT_CODES = 255;
    private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");

    private JobPolicyRules() {}

    private static void failures(Subject spec) {
        var rules = spec.at("podFailurePolicy.rules");
        var list = spec.pathOf("podFailurePolicy.rules");
        if (rules.size() > MOST_RULES) {
            spec.errors().add(FieldError.tooMany(list, rules.size(), MOST_RULES));
        }
        var names = new HashSet<String>();
        for (var containers : PodContainers.PERMANENT) {
            spec.at("template.spec." + containers)
                    .forEach(container -> names.add(container.path("name").asText()));
        }
        for (var i = 0; i < rules.size(); i++) {
            failure(spec, rules.get(i), FieldPath.index(list, i), names);
        }
    }

    private static void failure(Subject spec, JsonNode rule, String path, HashSet<String> names) {
        var errors = spec.errors();
        var action = rule.path("action").asText("");
        oneOf(action, ACTIONS, path + ".action", errors);
        if (action.equals("FailIndex") && !spec.at("backoffLimitPerIndex").isNumber()) {
            errors.add(FieldError.invalid(
                    path + ".action", Values.quote(action), "requires the backoffLimitPerIndex to be set"));
        }
        var codes = rule.path("onExitCodes");
        var conditions = rule.path("onPodConditions");
        if (codes.isObject()) {
            exitCodes(codes, path + ".onExitCodes", names, errors);
        }
        if (conditions.size() > MOST_PATTERNS) {
            errors.add(FieldError.tooMany(path + ".onPodConditions", conditions.size(), MOST_PATTERNS));
        }
        for (var i = 0; i < conditions.size(); i++) {
            condition(conditions.get(i), FieldPath.index(path + ".onPodConditions", i), errors);
        }
        if (codes.isObject() && !conditions.isEmpty()) {
            errors.add(invalid(path, "specifying both OnExitCodes and OnPodConditions is not supported"));
        } else if (!codes.isObject() && conditions.isEmpty()) {
            errors.add(invalid(path, "specifying one of OnExitCodes and OnPodConditions is required"));
        }
    }

    private static FieldError invalid(String path, String detail) {
        return new FieldError(FieldError.Type.INVALID, path, "Invalid value: " + detail);
    }

    private static void oneOf(String value, List<String> supported, String path, List<FieldError> errors) {
        if (value.isEmpty()) {
            var quoted = supported.stream().map(Values::quote).toList();
            errors.add(FieldError.required(path, "valid values: [%s]".formatted(String.join(" ", quoted))));
        } else if (!supported.contains(value)) {
            errors.add(FieldError.notSupported(path, Values.quote(value), supported));
        }
    }

    private static void exitCodes(JsonNode codes, String path, HashSet<String> names, List<FieldError> errors) {
        var operator = codes.path("operator").asText("");
        oneOf(operator, OPERATORS, path + ".operator", errors);
        var name = codes.path("containerName");
        if (name.isTextual() && !names.contains(name.asText())) {
            errors.add(FieldError.invalid(
                    path + ".containerName",
                    name.toString(),
                    "must be one of the container or initContainer names in the pod template"));
        }
        var values = codes.path("values");
        var list = path + ".values";
        if (values.isEmpty()) {
            errors.add(FieldError.invalid(list, Values.show(values), "at least one value is required"));
        } else if (values.size() > MOST_EXIT_CODES) {
            errors.add(FieldError.tooMany(list, values.size(), MOST_EXIT_CODES));
        }
        var seen = new HashSet<JsonNode>();
        var ordered = true;
        for (var i = 0; i < values.size(); i++) {
            var value = values.get(i);
            if (operator.equals("In") && value.asInt() == 0) {
                errors.add(FieldError.invalid(
                        FieldPath.index(list, i), value.toString(), "must not be 0 for the In operator"));
            }
            if (!seen.add(value)) {
                errors.add(FieldError.duplicate(FieldPath.index(list, i), value.toString()));
            }
            ordered &= i == 0 || values.get(i - 1).asInt() <= value.asInt();
        }
        if (!ordered) {
            errors.add(FieldError.invalid(list, values.toString(), "must be ordered"));
        }
    }

    private static void condition(JsonNode pattern, String path, List<FieldError> errors) {
        var type = pattern.path("type").asText("");
        Formats.qualifiedName(type)
                .forEach(fault -> errors.add(FieldError.invalid(path + ".type", Values.quote(type), fault)));
        var status = pattern.path("status").asText("");
        if (!STATUSES.contains(status)) {
            errors.add(
                    status.isEmpty()
                            ? FieldError.required(path + ".status", "valid values: [\"False\" \"True\" \"Unknown\"]")
                            : FieldError.notSupported(path + ".status", Values.quote(status), STATUSES));
        }
    }

    private static void success(Subject spec) {
        var policy = spec.at("successPolicy");
        if (!policy.isObject()) {
            return;
        }
        if (!spec.text("completionMode").equals("Indexed")) {
            spec.errors()
                    .add(FieldError.invalid(
                            spec.pathOf("successPolicy"), shown(policy), "requires indexed completion mode"));
            return;
        }
        var rules = policy.path("rules");
        var list = spec.pathOf("successPolicy.rules");
        if (rules.isEmpty()) {
            spec.errors()
                    .add(FieldError.required(
                            list, "at least one rules must be specified when the successPolicy is specified"));
        } else if (rules.size() > MOST_RULES) {
            spec.errors().add(FieldError.tooMany(list, rules.size(), MOST_RULES));
        }
        for (var i = 0; i < rules.size(); i++) {
            successRule(
                    rules.get(i),
                    FieldPath.index(list, i),
                    spec.at("completions").asInt(),
                    spec.errors());
        }
    }

    private static String shown(JsonNode policy) {
        if (!policy.has("rules")) {
            return "{\"Rules\":null}";
        }
        var rules = policy.path("rules")
                .valueStream()
                .map(rule -> Values.struct(rule, "succeededIndexes:SucceededIndexes", "succeededCount:SucceededCount"))
                .toList();
        return "{\"Rules\":[%s]}".formatted(String.join(",", rules));
    }

    private static void successRule(JsonNode rule, String path, int completions, List<FieldError> errors) {
        var count = rule.path("succeededCount");
        var indexes = rule.path("succeededIndexes");
        if (count.isMissingNode() && indexes.isMissingNode()) {
            errors.add(
                    FieldError.required(path, "at least one of succeededCount or succeededIndexes must be specified"));
        }
        var named = -1;
        if (indexes.isTextual()) {
            try {
                named = IndexIntervals.count(indexes.asText(), completions);
            } catch (IndexIntervals.IntervalsException e) {
                errors.add(FieldError.invalid(
                        path + ".succeededIndexes",
                        TextNode.valueOf(indexes.asText()).toString(),
                        "error parsing succeededIndexes: " + e.getMessage()));
            }
        }
        if (count.isNumber()) {
            succeeded(count, path + ".succeededCount", completions, named, errors);
        }
    }

    private static void succeeded(JsonNode count, String path, int completions, int named, List<FieldError> errors) {
        if (count.asInt() < 0) {
            errors.add(FieldError.invalid(path, count.toString(), "must be greater than or equal to 0"));
        }
        if (count.asInt() > completions) {
            errors.add(FieldError.invalid(
                    path,
                    count.toString(),
                    "must be less than or equal to %d (the number of specified completions)".formatted(completions)));
        }
        if (named >= 0 && count.asInt() > named) {
            errors.add(FieldError.invalid(
                    path,
                    count.toString(),
                    "must be less than or equal to %d (the number of indexes in the specified succeededIndexes field)"
                            .formatted(named)));
        }
    }
}

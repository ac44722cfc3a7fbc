package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of what runs pods. */
final class WorkloadRules {
    static final Map<String, ValidationRule> BY_NAME = Map.ofEntries(
            Map.entry("restartsAlways", WorkloadRules::restartsAlways),
            Map.entry("revisionData", WorkloadRules::revisionData),
            Map.entry("noActiveDeadline", WorkloadRules::noActiveDeadline),
            Map.entry("deploymentStrategy", WorkloadRules::deploymentStrategy),
            Map.entry("progressDeadline", WorkloadRules::progressDeadline),
            Map.entry("daemonSetStrategy", WorkloadRules::daemonSetStrategy),
            Map.entry("statefulSetStrategy", WorkloadRules::statefulSetStrategy),
            Map.entry("statefulSetUpdate", WorkloadRules::statefulSetUpdate),
            Map.entry("disruptionBudget", WorkloadRules::disruptionBudget),
            Map.entry("minAtMostMax", WorkloadRules::minAtMostMax));

    private static final Set<String> MUTABLE_OF_STATEFUL_SET = Set.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private WorkloadRules() {}

    private static void restartsAlways(Subject subject) {
        var policy = subject.at("template.spec.restartPolicy");
        if (policy.isTextual() && !policy.asText().equals("Always")) {
            subject.errors()
                    .add(FieldError.notSupported(
                            subject.pathOf("template.spec.restartPolicy"), policy.toString(), List.of("Always")));
        }
    }

    private static void noActiveDeadline(Subject subject) {
        if (!subject.at("template.spec.activeDeadlineSeconds").isMissingNode()) {
            subject.forbidden(
                    "template.spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in %s is not Supported"
                            .formatted(subject.root().path("kind").asText().replace("Deployment", "ReplicaSet")));
        }
    }

    private static void deploymentStrategy(Subject subject) {
        switch (subject.text("strategy.type")) {
            case "Recreate" -> {
                if (!subject.at("strategy.rollingUpdate").isMissingNode()) {
                    subject.forbidden(
                            "strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                amount(subject, "strategy.rollingUpdate.maxUnavailable");
                amount(subject, "strategy.rollingUpdate.maxSurge");
                if (isZero(subject.at("strategy.rollingUpdate.maxUnavailable"))
                        && isZero(subject.at("strategy.rollingUpdate.maxSurge"))) {
                    subject.invalid(
                            "strategy.rollingUpdate.maxUnavailable",
                            subject.at("strategy.rollingUpdate.maxUnavailable"),
                            "may not be 0 when `maxSurge` is 0");
                }
            }
            default ->
                subject.errors()
                        .add(FieldError.notSupported(
                                subject.pathOf("strategy"),
                                asUpstreamShows(subject.at("strategy")),
                                List.of("Recreate", "RollingUpdate")));
        }
    }

    private static void progressDeadline(Subject subject) {
        var deadline = subject.at("progressDeadlineSeconds");
        if (deadline.isNumber()
                && deadline.asLong() <= subject.at("minReadySeconds").asLong()) {
            subject.invalid("progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }
    }

    private static void daemonSetStrategy(Subject subject) {
        var type = subject.text("updateStrategy.type");
        if (!type.equals("RollingUpdate") && !type.equals("OnDelete")) {
            subject.errors()
                    .add(FieldError.notSupported(
                            subject.pathOf("updateStrategy"),
                            asUpstreamShows(subject.at("updateStrategy")),
                            List.of("RollingUpdate", "OnDelete")));
        } else if (type.equals("RollingUpdate")) {
            amount(subject, "updateStrategy.rollingUpdate.maxUnavailable");
            amount(subject, "updateStrategy.rollingUpdate.maxSurge");
            eitherUnavailableOrSurging(subject);
        }
    }

    private static void eitherUnavailableOrSurging(Subject subject) {
        var unavailable = subject.at("updateStrategy.rollingUpdate.maxUnavailable");
        var surge = subject.at("updateStrategy.rollingUpdate.maxSurge");
        var most = surge.asText().matches("[0-9]+%") && surge.asText().length() > 4
                || surge.asText().matches("10[1-9]%|1[1-9][0-9]%|[2-9][0-9]{2}%");
        if (most) {
            subject.invalid("updateStrategy.rollingUpdate.maxSurge", surge, "must not be greater than 100%");
        }
        if (!isSome(unavailable) && !isSome(surge)) {
            subject.required("updateStrategy.rollingUpdate.maxUnavailable", "cannot be 0 when maxSurge is 0");
        } else if (isSome(unavailable) && isSome(surge)) {
            subject.invalid(
                    "updateStrategy.rollingUpdate.maxSurge", surge, "may not be set when maxUnavailable is non-zero");
        }
    }

    /** More than none; what is no amount is none. */
    private static boolean isSome(JsonNode amount) {
        return amount.isNumber() ? amount.asLong() != 0 : amount.asText().matches("[0-9]+%?") && !isZero(amount);
    }

    private static void revisionData(Subject revision) {
        if (revision.at("data").isValueNode() && !revision.at("data").isMissingNode()) {
            revision.required("data", "data must be a valid JSON object");
        }
    }

    private static void statefulSetStrategy(Subject subject) {
        var policy = subject.text("podManagementPolicy");
        if (!policy.equals("OrderedReady") && !policy.equals("Parallel")) {
            subject.invalid(
                    "podManagementPolicy", subject.at("podManagementPolicy"), "must be 'OrderedReady' or 'Parallel'");
        }
        var type = subject.text("updateStrategy.type");
        if (!type.equals("RollingUpdate") && !type.equals("OnDelete")) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("updateStrategy"),
                            asUpstreamShows(subject.at("updateStrategy")),
                            "must be 'RollingUpdate' or 'OnDelete'"));
        } else if (type.equals("OnDelete")
                && subject.at("updateStrategy.rollingUpdate").isObject()) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("updateStrategy.rollingUpdate"),
                            Values.struct(
                                    subject.at("updateStrategy.rollingUpdate"),
                                    "partition:Partition",
                                    "maxUnavailable:MaxUnavailable"),
                            "only allowed for updateStrategy 'RollingUpdate'"));
        }
    }

    private static void statefulSetUpdate(Subject subject) {
        subject.old().ifPresent(old -> {
            var before = without(old);
            if (!before.equals(without(subject.object()))) {
                subject.errors()
                        .add(FieldError.forbidden(
                                subject.path(),
                                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                                        + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                                        + " 'minReadySeconds' are forbidden"));
            }
        });
    }

    private static ObjectNode without(ObjectNode spec) {
        var copy = spec.deepCopy();
        copy.remove(MUTABLE_OF_STATEFUL_SET);
        return copy;
    }

    private static void disruptionBudget(Subject subject) {
        if (subject.object().has("minAvailable") && subject.object().has("maxUnavailable")) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.path(),
                            subject.object().toString(),
                            "minAvailable and maxUnavailable cannot be both set"));
        }
        amount(subject, "minAvailable");
        amount(subject, "maxUnavailable");
    }

    private static void minAtMostMax(Subject subject) {
        var max = subject.at("maxReplicas").asInt();
        if (subject.at("minReplicas").isNumber() && subject.at("minReplicas").asInt() > max) {
            subject.invalid("maxReplicas", IntNode.valueOf(max), "must be greater than or equal to `minReplicas`");
        }
    }

    /** A number that is not negative, or a percentage up to 100. */
    private static void amount(Subject subject, String field) {
        var value = subject.at(field);
        if (value.isNumber() && value.asLong() < 0) {
            subject.invalid(field, value, "must be greater than or equal to 0");
        } else if (value.isTextual() && !value.asText().matches("[0-9]+%")) {
            subject.invalid(
                    field,
                    value,
                    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used"
                            + " for validation is '[0-9]+%')");
        } else if (value.isTextual()
                && Long.parseLong(value.asText().replace("%", "")) > 100
                && !field.endsWith("maxSurge")) {
            subject.invalid(field, value, "must not be greater than 100%");
        }
    }

    /** In the names of Go's fields. */
    private static String asUpstreamShows(JsonNode strategy) {
        var rollingUpdate = strategy.path("rollingUpdate");
        return "{\"Type\":%s,\"RollingUpdate\":%s}"
                .formatted(strategy.path("type"), rollingUpdate.isMissingNode() ? "null" : rollingUpdate);
    }

    private static boolean isZero(JsonNode amount) {
        return amount.asText().matches("0+%?");
    }
}

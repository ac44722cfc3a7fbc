package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules of the metrics and behavior of HorizontalPodAutoscalers. */
final class AutoscalerRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "autoscalerMetrics",
            AutoscalerRules::metrics,
            "scalingTolerance",
            AutoscalerRules::tolerance,
            "cpuTarget",
            AutoscalerRules::cpuTarget);

    /** The field that a type of metric fills in. */
    private static final Map<String, String> SOURCES = Map.of(
            "ContainerResource", "containerResource",
            "External", "external",
            "Object", "object",
            "Pods", "pods",
            "Resource", "resource");

    private static final List<String> TYPES = SOURCES.keySet().stream().sorted().toList();

    private AutoscalerRules() {}

    private static void metrics(Subject subject) {
        somethingToStartBy(subject);
        var metrics = subject.at("metrics");
        for (var i = 0; i < metrics.size(); i++) {
            if (metrics.get(i) instanceof ObjectNode metric) {
                metric(new Subject(
                        FieldPath.index(subject.pathOf("metrics"), i),
                        metric,
                        Optional.empty(),
                        subject.root(),
                        subject.errors()));
            }
        }
    }

    /** Told of the metric that it stands for. */
    private static void cpuTarget(Subject spec) {
        var target = spec.at("targetCPUUtilizationPercentage");
        if (target.isNumber() && target.asInt() < 1) {
            spec.invalid("metrics[0].resource.target.averageUtilization", target, "must be greater than 0");
        }
        if (spec.at("minReplicas").isNumber() && spec.at("minReplicas").asInt() == 0) {
            somethingToStartBy(spec);
        }
    }

    /** From zero there are no pods to measure. */
    private static void somethingToStartBy(Subject subject) {
        var min = subject.at("minReplicas");
        var measurable = subject.at("metrics").valueStream().anyMatch(metric -> List.of("Object", "External")
                .contains(metric.path("type").asText()));
        if (min.isNumber() && min.asInt() == 0 && !measurable) {
            subject.forbidden(
                    "metrics",
                    "must specify at least one Object or External metric to support scaling to zero replicas");
        }
    }

    private static void metric(Subject metric) {
        var type = metric.text("type");
        if (type.isEmpty()) {
            metric.required("type", "must specify a metric source type");
        }
        var expected = SOURCES.get(type);
        if (expected == null) {
            notSupported(metric, type);
            notSupported(metric, type);
            return;
        }
        var populated = metric.at(expected).isObject();
        if (!populated) {
            metric.required(expected, "must populate information for the given metric source");
        }
        for (var field : SOURCES.values().stream().sorted().toList()) {
            if (metric.at(field) instanceof ObjectNode source) {
                if (populated && !field.equals(expected)) {
                    metric.forbidden(field, "must populate the given metric source only");
                }
                source(
                        field,
                        new Subject(metric.pathOf(field), source, Optional.empty(), metric.root(), metric.errors()));
            }
        }
    }

    /** Upstream says it twice. */
    private static void notSupported(Subject metric, String type) {
        metric.errors().add(FieldError.notSupported(metric.pathOf("type"), Values.quote(type), TYPES));
    }

    private static void source(String field, Subject source) {
        switch (field) {
            case "resource", "containerResource" -> {
                if (field.equals("containerResource")
                        && source.text("container").isEmpty()) {
                    source.required("container", "must specify a container");
                } else if (field.equals("containerResource")) {
                    Formats.dns1123Label(source.text("container"))
                            .forEach(fault -> source.invalid("container", source.at("container"), fault));
                }
                if (source.text("name").isEmpty()) {
                    source.required("name", "must specify a resource name");
                }
                target(source);
                ofUtilization(source);
            }
            case "pods" -> {
                identifier(source);
                target(source);
                if (source.at("target.averageValue").isMissingNode()) {
                    source.required("target.averageValue", "must specify a positive target averageValue");
                }
            }
            case "object" -> {
                if (source.text("describedObject.kind").isEmpty()) {
                    source.required("describedObject.kind", "");
                }
                if (source.text("describedObject.name").isEmpty()) {
                    source.required("describedObject.name", "");
                }
                identifier(source);
                target(source);
                if (!present(source, "value") && !present(source, "averageValue")) {
                    source.required("target.averageValue", "must set either a target value or averageValue");
                }
            }
            default -> {
                identifier(source);
                target(source);
                ofExternal(source);
            }
        }
    }

    private static boolean present(Subject source, String field) {
        return !source.at("target." + field).isMissingNode();
    }

    private static void ofUtilization(Subject source) {
        if (present(source, "averageUtilization") && present(source, "averageValue")) {
            source.forbidden("target.averageValue", "may not set both a target raw value and a target utilization");
        } else if (!present(source, "averageUtilization") && !present(source, "averageValue")) {
            source.required("target.averageUtilization", "must set either a target raw value or a target utilization");
        }
    }

    private static void ofExternal(Subject source) {
        if (present(source, "value") && present(source, "averageValue")) {
            source.forbidden("target.value", "may not set both a target value for metric and a per-pod target");
        } else if (!present(source, "value") && !present(source, "averageValue")) {
            source.required("target.averageValue", "must set either a target value for metric or a per-pod target");
        }
    }

    private static void identifier(Subject source) {
        var name = source.text("metric.name");
        if (name.isEmpty()) {
            source.required("metric.name", "must specify a metric name");
        } else {
            Formats.pathSegment(name).forEach(fault -> source.invalid("metric.name", TextNode.valueOf(name), fault));
        }
    }

    private static void target(Subject source) {
        var type = source.text("target.type");
        if (type.isEmpty()) {
            source.required("target.type", "must specify a metric target type");
        }
        if (!List.of("Utilization", "Value", "AverageValue").contains(type)) {
            source.invalid("target.type", TextNode.valueOf(type), "must be either Utilization, Value, or AverageValue");
        }
        for (var field : List.of("value", "averageValue")) {
            var amount = source.at("target." + field);
            if (ContainerRules.quantity(amount)
                    .filter(value -> value.signum() <= 0)
                    .isPresent()) {
                source.errors()
                        .add(FieldError.invalid(
                                source.pathOf("target." + field), Values.quote(amount.asText()), "must be positive"));
            }
        }
        var utilization = source.at("target.averageUtilization");
        if (utilization.isNumber() && utilization.asInt() < 1) {
            source.invalid("target.averageUtilization", utilization, "must be greater than 0");
        }
    }

    private static void tolerance(Subject subject) {
        if (VolumeRules.isNegative(subject.at("tolerance"))) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("tolerance"),
                            Values.quote(subject.text("tolerance")),
                            "must be greater than or equal to 0"));
        }
    }
}

package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where pods may run: terms of node affinity and pod affinity, spreading, gates. */
final class PlacementRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "nodeSelectorTerm", PlacementRules::nodeSelectorTerm,
            "podAffinityTerm", PlacementRules::podAffinityTerm,
            "weight", PlacementRules::weight,
            "maxSkew", PlacementRules::maxSkew,
            "spreadConstraints", PlacementRules::spreadConstraints,
            "schedulingGates", PlacementRules::schedulingGates);

    private static final String NO_OPERATOR = "not a valid selector operator";

    private PlacementRules() {}

    /** What is left out is 0. */
    private static void weight(Subject preference) {
        var weight = preference.at("weight").asInt();
        if (weight < 1 || weight > 100) {
            preference.invalid("weight", IntNode.valueOf(weight), "must be in the range 1-100");
        }
    }

    private static void maxSkew(Subject constraint) {
        var skew = constraint.at("maxSkew").asInt();
        if (skew <= 0) {
            constraint.invalid("maxSkew", IntNode.valueOf(skew), "must be greater than zero");
        }
    }

    private static void nodeSelectorTerm(Subject term) {
        var expressions = term.at("matchExpressions");
        for (var i = 0; i < expressions.size(); i++) {
            var path = FieldPath.index(term.pathOf("matchExpressions"), i);
            expression(expressions.get(i), path, term);
        }
        var fields = term.at("matchFields");
        for (var i = 0; i < fields.size(); i++) {
            field(fields.get(i), FieldPath.index(term.pathOf("matchFields"), i), term.errors());
        }
    }

    private static void expression(JsonNode expression, String path, Subject term) {
        var errors = term.errors();
        var values = expression.path("values");
        switch (expression.path("operator").asText("")) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.add(FieldError.required(
                            path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.add(FieldError.forbidden(
                            path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                }
            }
            case "Gt", "Lt" -> {
                if (values.size() != 1) {
                    errors.add(FieldError.required(
                            path + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'"));
                }
            }
            case String other -> errors.add(FieldError.invalid(path + ".operator", Values.quote(other), NO_OPERATOR));
        }
        var key = expression.path("key").asText("");
        Formats.qualifiedName(key)
                .forEach(fault -> errors.add(FieldError.invalid(path + ".key", Values.quote(key), fault)));
        if (term.path().contains(".requiredDuring")) {
            for (var i = 0; i < values.size(); i++) {
                var at = FieldPath.index(path + ".values", i);
                var value = values.get(i).asText();
                Formats.labelValue(value)
                        .forEach(fault -> errors.add(FieldError.invalid(at, Values.quote(value), fault)));
            }
        }
    }

    private static void field(JsonNode field, String path, List<FieldError> errors) {
        var values = field.path("values");
        var operator = field.path("operator").asText("");
        if (!Set.of("In", "NotIn").contains(operator)) {
            errors.add(FieldError.invalid(path + ".operator", Values.quote(operator), NO_OPERATOR));
        } else if (values.size() != 1) {
            errors.add(FieldError.required(
                    path + ".values",
                    "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
        }
        var key = field.path("key").asText("");
        if (!key.equals("metadata.name")) {
            errors.add(FieldError.invalid(path + ".key", Values.quote(key), "not a valid field selector key"));
            return;
        }
        for (var i = 0; i < values.size(); i++) {
            var at = FieldPath.index(path + ".values", i);
            var value = values.get(i).asText();
            Formats.dns1123Subdomain(value)
                    .forEach(fault -> errors.add(FieldError.invalid(at, Values.quote(value), fault)));
        }
    }

    private static void podAffinityTerm(Subject term) {
        for (var namespace : term.at("namespaces")) {
            Formats.dns1123Label(namespace.asText()).forEach(fault -> term.invalid("namespace", namespace, fault));
        }
        labelKeys(term, "matchLabelKeys");
        labelKeys(term, "mismatchLabelKeys");
        var mismatched = new HashSet<JsonNode>();
        term.at("mismatchLabelKeys").forEach(mismatched::add);
        for (var i = 0; i < term.at("matchLabelKeys").size(); i++) {
            var key = term.at("matchLabelKeys").get(i);
            if (mismatched.contains(key)) {
                term.errors()
                        .add(FieldError.invalid(
                                FieldPath.index(term.pathOf("matchLabelKeys"), i),
                                key.toString(),
                                "exists in both matchLabelKeys and mismatchLabelKeys"));
            }
        }
        selectedTwice(term);
    }

    private static void labelKeys(Subject subject, String list) {
        var keys = subject.at(list);
        if (!keys.isEmpty() && subject.at("labelSelector").isMissingNode()) {
            subject.forbidden(list, "must not be specified when labelSelector is not set");
        }
        for (var i = 0; i < keys.size(); i++) {
            var path = FieldPath.index(subject.pathOf(list), i);
            var key = keys.get(i).asText();
            Formats.qualifiedName(key)
                    .forEach(fault -> subject.errors().add(FieldError.invalid(path, Values.quote(key), fault)));
        }
    }

    /** What the keys add to the selector is there already when this is asked. */
    private static void selectedTwice(Subject subject) {
        var selected = new HashSet<String>();
        subject.at("labelSelector.matchLabels").fieldNames().forEachRemaining(selected::add);
        var keys =
                subject.at("matchLabelKeys").valueStream().map(JsonNode::asText).toList();
        for (var expression : subject.at("labelSelector.matchExpressions")) {
            var key = expression.path("key").asText("");
            if (!selected.add(key) && keys.contains(key)) {
                subject.errors()
                        .add(FieldError.invalid(
                                FieldPath.index(subject.path(), keys.lastIndexOf(key)),
                                Values.quote(key),
                                "exists in both matchLabelKeys and labelSelector"));
            }
        }
    }

    private static void spreadConstraints(Subject spec) {
        var constraints = spec.at("topologySpreadConstraints");
        for (var i = 0; i < constraints.size(); i++) {
            var path = FieldPath.index(spec.pathOf("topologySpreadConstraints"), i);
            var constraint = constraints.get(i);
            for (var j = i + 1; j < constraints.size(); j++) {
                if (spread(constraint).equals(spread(constraints.get(j)))) {
                    spec.errors()
                            .add(FieldError.duplicate(
                                    path + ".{topologyKey, whenUnsatisfiable}", Values.quote(spread(constraint))));
                    break;
                }
            }
            if (constraint instanceof ObjectNode object) {
                var subject = new Subject(path, object, Optional.empty(), spec.root(), spec.errors());
                domains(subject);
                labelKeys(subject, "matchLabelKeys");
                selectedTwice(subject);
            }
        }
    }

    private static String spread(JsonNode constraint) {
        return "{%s, %s}"
                .formatted(
                        constraint.path("topologyKey").asText(""),
                        constraint.path("whenUnsatisfiable").asText(""));
    }

    private static void domains(Subject constraint) {
        var domains = constraint.at("minDomains");
        if (!domains.isNumber()) {
            return;
        }
        if (domains.asInt() <= 0) {
            constraint.invalid("minDomains", domains, "must be greater than zero");
        }
        var otherwise = constraint.text("whenUnsatisfiable");
        if (!otherwise.equals("DoNotSchedule")) {
            constraint.invalid(
                    "minDomains",
                    domains,
                    "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + otherwise);
        }
    }

    private static void schedulingGates(Subject spec) {
        var seen = new HashSet<String>();
        var gates = spec.at("schedulingGates");
        for (var i = 0; i < gates.size(); i++) {
            var path = FieldPath.index(spec.pathOf("schedulingGates"), i);
            var name = gates.get(i).path("name").asText("");
            Formats.qualifiedName(name)
                    .forEach(fault -> spec.errors().add(FieldError.invalid(path, Values.quote(name), fault)));
            if (!name.isEmpty() && !seen.add(name)) {
                spec.errors().add(FieldError.duplicate(path, Values.quote(name)));
            }
        }
    }
}

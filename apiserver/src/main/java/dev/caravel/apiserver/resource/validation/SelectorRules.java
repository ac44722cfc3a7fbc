package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.kinds.ObjectSelector;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Rules of labels and of what selects by them. */
final class SelectorRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "labelSelector", SelectorRules::labelSelector,
            "templateMetadata", SelectorRules::templateMetadata,
            "templateWithoutEphemeralContainers", SelectorRules::templateWithoutEphemeralContainers,
            "selectorMatchesTemplate", SelectorRules::selectorMatchesTemplate,
            "selectorIsNotEmpty", SelectorRules::selectorIsNotEmpty,
            "mapSelectorMatchesTemplate", SelectorRules::mapSelectorMatchesTemplate,
            "nodeSelectorLabels",
                    subject -> MetadataValidation.labels(
                            subject.pathOf("nodeSelector"), subject.at("nodeSelector"), subject.errors()),
            "selectorLabels",
                    subject -> MetadataValidation.labels(
                            subject.pathOf("selector"), subject.at("selector"), subject.errors()));

    private static final Set<String> WITH_VALUES = Set.of("In", "NotIn");
    private static final Set<String> WITHOUT_VALUES = Set.of("Exists", "DoesNotExist");
    private static final String MISMATCH = "`selector` does not match template `labels`";

    private SelectorRules() {}

    /** Upstream leaves {@code metadata} out of the paths. */
    private static void templateMetadata(Subject template) {
        MetadataValidation.labels(template.pathOf("labels"), template.at("metadata.labels"), template.errors());
        MetadataValidation.annotations(
                template.pathOf("annotations"), template.at("metadata.annotations"), template.errors());
    }

    private static void templateWithoutEphemeralContainers(Subject template) {
        if (!template.at("spec.ephemeralContainers").isEmpty()) {
            template.forbidden("spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
        }
    }

    private static void labelSelector(Subject subject) {
        MetadataValidation.labels(subject.pathOf("matchLabels"), subject.at("matchLabels"), subject.errors());
        var expressions = subject.at("matchExpressions");
        for (var i = 0; i < expressions.size(); i++) {
            expression(expressions.get(i), FieldPath.index(subject.pathOf("matchExpressions"), i), subject.errors());
        }
    }

    private static void expression(JsonNode expression, String path, List<FieldError> errors) {
        var operator = expression.path("operator").asText("");
        var values = expression.path("values");
        if (WITH_VALUES.contains(operator)) {
            if (values.isEmpty()) {
                errors.add(
                        FieldError.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
            }
        } else if (WITHOUT_VALUES.contains(operator)) {
            if (!values.isEmpty()) {
                errors.add(FieldError.forbidden(
                        path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
            }
        } else {
            errors.add(FieldError.invalid(path + ".operator", Values.quote(operator), "not a valid selector operator"));
        }
        var key = expression.path("key").asText("");
        Formats.qualifiedName(key)
                .forEach(fault -> errors.add(FieldError.invalid(path + ".key", Values.quote(key), fault)));
        for (var i = 0; i < values.size(); i++) {
            var at = FieldPath.index(path + ".values", i);
            var value = values.get(i).asText();
            Formats.labelValue(value).forEach(fault -> errors.add(FieldError.invalid(at, Values.quote(value), fault)));
        }
    }

    /** Whether something can be selected by it. */
    static boolean isValid(JsonNode selector) {
        var errors = new ArrayList<FieldError>();
        MetadataValidation.labels("", selector.path("matchLabels"), errors);
        selector.path("matchExpressions").forEach(expression -> expression(expression, "", errors));
        return errors.isEmpty();
    }

    private static boolean isEmptySelector(JsonNode selector) {
        return selector.isObject()
                && selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
    }

    private static void selectorIsNotEmpty(Subject subject) {
        if (isEmptySelector(subject.at("selector"))) {
            var kind = subject.root()
                    .path("kind")
                    .asText()
                    .toLowerCase(Locale.ROOT)
                    .replace("replicaset", "deployment");
            subject.invalid("selector", subject.at("selector"), "empty selector is invalid for " + kind);
        }
    }

    private static void selectorMatchesTemplate(Subject subject) {
        var selector = subject.at("selector");
        if (isEmptySelector(selector)) {
            return;
        }
        if (!isValid(selector)) {
            invalidSelector(subject, selector);
            return;
        }
        var labels = subject.at("template.metadata.labels");
        if (!ObjectSelector.of(selector).matches(labels)) {
            subject.invalid("template.metadata.labels", labels, MISMATCH);
        }
    }

    /** Kinds differ in what they say of it. */
    private static void invalidSelector(Subject subject, JsonNode selector) {
        switch (subject.root().path("kind").asText()) {
            case "DaemonSet" -> {} // the selector's own errors say it
            case "StatefulSet" ->
                subject.errors()
                        .add(new FieldError(
                                FieldError.Type.INVALID, subject.pathOf("selector"), "Invalid value: " + selector));
            default -> subject.invalid("selector", selector, "invalid label selector");
        }
    }

    private static void mapSelectorMatchesTemplate(Subject subject) {
        var labels = JsonPaths.at(subject.object(), "template.metadata.labels");
        var matches = subject.at("selector").properties().stream()
                .allMatch(entry -> entry.getValue().equals(labels.path(entry.getKey())));
        if (!matches) {
            subject.invalid("template.metadata.labels", labels, MISMATCH);
        }
    }
}

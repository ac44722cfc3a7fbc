package dev.caravel.apiserver.authorization.review;

import static dev.caravel.apiserver.json.Quoted.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.authorization.Aggregate;
import dev.caravel.apiserver.authorization.Selectors;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import dev.caravel.machinery.selector.FieldSelector;
import dev.caravel.machinery.selector.LabelSelector;
import dev.caravel.machinery.selector.LabelSelector.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The {@code fieldSelector} and {@code labelSelector} of a review's resource attributes. Operators that are not known are left
 * out, so that newer clients can ask: what remains asks for more, never for less. Pure.
 */
final class SelectorAttributes {
    private static final String AT = "spec.resourceAttributes";
    private static final Map<String, Operator> LABEL_OPERATORS = Map.of(
            "In", Operator.IN,
            "NotIn", Operator.NOT_IN,
            "Exists", Operator.EXISTS,
            "DoesNotExist", Operator.DOES_NOT_EXIST);

    private SelectorAttributes() {}

    static List<FieldError> errors(JsonNode attributes) {
        List<FieldError> errors = new ArrayList<>();
        for (String kind : List.of("fieldSelector", "labelSelector")) {
            JsonNode selector = attributes.path(kind);
            if (selector.isObject()) {
                check(FieldPath.child(AT, kind), selector, kind.equals("labelSelector"), errors);
            }
        }
        return errors;
    }

    private static void check(String path, JsonNode selector, boolean labels, List<FieldError> errors) {
        String raw = selector.path("rawSelector").asText();
        JsonNode requirements = selector.path("requirements");
        if (!raw.isEmpty() && !requirements.isEmpty()) {
            errors.add(FieldError.invalid(
                    path + ".rawSelector", quoted(raw), "may not specified at the same time as requirements"));
        }
        if (raw.isEmpty() && requirements.isEmpty()) {
            errors.add(FieldError.required(
                    path + ".requirements",
                    "when %s is specified, requirements or rawSelector is required".formatted(path)));
        }
        for (int i = 0; i < requirements.size(); i++) {
            String at = FieldPath.index(path + ".requirements", i);
            if (labels) {
                checkValues(at, requirements.get(i), errors);
                checkLabels(at, requirements.get(i), errors);
            } else {
                if (requirements.get(i).path("key").asText().isEmpty()) {
                    errors.add(FieldError.required(at + ".key", "must be specified"));
                }
                checkValues(at, requirements.get(i), errors);
            }
        }
    }

    private static void checkValues(String at, JsonNode requirement, List<FieldError> errors) {
        boolean values = !requirement.path("values").isEmpty();
        switch (requirement.path("operator").asText()) {
            case "In", "NotIn" -> {
                if (!values) {
                    errors.add(FieldError.required(
                            at + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (values) {
                    errors.add(FieldError.forbidden(
                            at + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                }
            }
            default -> {} // may be one that newer clients know
        }
    }

    private static void checkLabels(String at, JsonNode requirement, List<FieldError> errors) {
        String key = requirement.path("key").asText();
        Formats.qualifiedName(key).forEach(fault -> errors.add(FieldError.invalid(at + ".key", quoted(key), fault)));
        List<String> values = values(requirement);
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            String field = FieldPath.index(at + ".values", i);
            Formats.labelValue(value).forEach(fault -> errors.add(FieldError.invalid(field, quoted(value), fault)));
        }
    }

    static Selectors of(JsonNode attributes) {
        JsonNode fields = attributes.path("fieldSelector");
        JsonNode labels = attributes.path("labelSelector");
        Selectors raw = Selectors.parse(
                fields.path("rawSelector").asText(), labels.path("rawSelector").asText());
        Selectors withFields = fields.path("requirements").isEmpty() ? raw : fields(fields.get("requirements"), raw);
        return labels.path("requirements").isEmpty() ? withFields : labels(labels.get("requirements"), withFields);
    }

    private static Selectors fields(JsonNode requirements, Selectors others) {
        List<FieldSelector.Requirement> known = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (JsonNode requirement : requirements) {
            List<String> values = values(requirement);
            String operator = requirement.path("operator").asText();
            boolean equal = operator.equals("In");
            if (values.size() == 1 && (equal || operator.equals("NotIn"))) {
                known.add(new FieldSelector.Requirement(requirement.path("key").asText(), equal, values.getFirst()));
            } else {
                errors.add("a requirement by %s of %d values cannot be met".formatted(operator, values.size()));
            }
        }
        return new Selectors(new FieldSelector(known), Aggregate.of(errors), others.labels(), others.labelError());
    }

    private static Selectors labels(JsonNode requirements, Selectors others) {
        List<LabelSelector.Requirement> known = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (JsonNode requirement : requirements) {
            String name = requirement.path("operator").asText();
            Operator operator = LABEL_OPERATORS.get(name);
            if (operator == null) {
                errors.add("\"%s\" is not a valid label selector operator".formatted(name));
            } else {
                known.add(
                        new LabelSelector.Requirement(requirement.path("key").asText(), operator, values(requirement)));
            }
        }
        return new Selectors(others.fields(), others.fieldError(), new LabelSelector(known), Aggregate.of(errors));
    }

    private static List<String> values(JsonNode requirement) {
        return StreamSupport.stream(requirement.path("values").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}

package dev.caravel.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.cel.EvaluationException.Cause;
import dev.caravel.apiserver.cel.values.OptionalValues;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks one value by a {@link RuleTree}, within one budget. For one check, by one thread. */
final class RuleCheck {
    /** Upstream's limit of a message that an expression makes. */
    private static final int MAX_MESSAGE = 5 * 1024;

    private static final String OUT_OF_BUDGET =
            "validation failed due to running out of cost budget, no further validation rules will be run";

    /** Nothing more is to be checked. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    /**
     * What the value was before.
     *
     * @param value empty where it cannot be told which part of the old value this is
     * @param unchanged the nearest part of which it can be told is what it was: its faults are tolerated (KEP-4008)
     */
    private record Before(Optional<JsonNode> value, boolean unchanged) {
        Before child(Optional<JsonNode> old, JsonNode now) {
            return new Before(old, old.map(now::equals).orElse(unchanged));
        }
    }

    private final CostBudget budget = CostBudget.perRequest();
    private final List<FieldError> errors = new ArrayList<>();

    static List<FieldError> check(RuleTree rules, String path, JsonNode value, Optional<JsonNode> old) {
        RuleCheck check = new RuleCheck();
        try {
            check.visit(
                    rules, path, value, new Before(old, old.map(value::equals).orElse(false)));
        } catch (Stop e) {
            // The errors say why.
        }
        return check.errors;
    }

    private void visit(RuleTree tree, String path, JsonNode value, Before before) throws Stop {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return;
        }
        for (CompiledRule rule : tree.rules()) {
            evaluate(tree, rule, path, value, before);
        }
        for (RuleTree other : tree.all()) {
            visit(other, path, value, new Before(before.value(), false));
        }
        switch (value) {
            case ArrayNode array -> {
                if (tree.contained().isPresent()) {
                    elements(tree, tree.contained().get(), path, array, before);
                }
            }
            case ObjectNode object -> fields(tree, path, object, before);
            default -> {}
        }
    }

    private void elements(RuleTree tree, RuleTree element, String path, ArrayNode array, Before before) throws Stop {
        ListElements old = ListElements.of(tree.schema(), before.value());
        for (int i = 0; i < array.size(); i++) {
            visit(
                    element,
                    FieldPath.index(path, i),
                    array.get(i),
                    before.child(old.matching(array.get(i)), array.get(i)));
        }
    }

    private void fields(RuleTree tree, String path, ObjectNode object, Before before) throws Stop {
        boolean correlated = !tree.schema().extensions().mapType().equals(Optional.of("atomic"));
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            RuleTree property = tree.properties().get(field.getKey());
            boolean named = tree.schema().properties().containsKey(field.getKey());
            RuleTree rules =
                    property != null || named ? property : tree.contained().orElse(null);
            if (rules != null) {
                Optional<JsonNode> old =
                        correlated ? before.value().map(it -> it.get(field.getKey())) : Optional.empty();
                String at = named ? FieldPath.child(path, field.getKey()) : FieldPath.key(path, field.getKey());
                visit(rules, at, field.getValue(), before.child(old, field.getValue()));
            }
        }
    }

    private void evaluate(RuleTree tree, CompiledRule compiled, String path, JsonNode value, Before before)
            throws Stop {
        Rule rule = compiled.rule();
        String type = '"' + tree.schema().type() + '"';
        String at = path.isEmpty() ? "<nil>" : path;
        if (budget.remaining() <= 0) {
            errors.add(FieldError.invalid(at, type, OUT_OF_BUDGET));
            throw new Stop();
        }
        if (compiled.program().isEmpty()) {
            errors.add(FieldError.invalid(at, type, "rule compile error: " + compiled.error()));
            return;
        }
        if (compiled.usesOldSelf() && before.value().isEmpty() && !rule.optionalOldSelf()) {
            return;
        }
        Map<String, Object> variables = variables(rule, value, before);
        try {
            if (!Boolean.TRUE.equals(compiled.program().get().evaluate(variables, budget))) {
                boolean tolerated = before.unchanged() && !compiled.usesOldSelf();
                FieldError error = failure(tree, compiled, path, value, variables);
                if (!tolerated) {
                    errors.add(error);
                }
            }
        } catch (EvaluationException e) {
            errors.add(FieldError.invalid(at, type, explanation(rule, e)));
            if (e.reason() != Cause.FAILED) {
                throw new Stop();
            }
        }
    }

    private static Map<String, Object> variables(Rule rule, JsonNode value, Before before) {
        Map<String, Object> variables = new HashMap<>();
        variables.put(CompiledRule.SELF, value);
        if (rule.optionalOldSelf()) {
            variables.put(
                    CompiledRule.OLD_SELF, before.value().<Object>map(it -> it).orElseGet(OptionalValues::none));
        } else {
            before.value().ifPresent(old -> variables.put(CompiledRule.OLD_SELF, old));
        }
        return variables;
    }

    private static String explanation(Rule rule, EvaluationException failure) {
        return switch (failure.reason()) {
            case BUDGET_EXHAUSTED -> OUT_OF_BUDGET;
            case TOO_EXPENSIVE ->
                "'%s': no further validation rules will be run due to call cost exceeds limit for rule: %s"
                        .formatted(failure.getMessage(), rule.title());
            case FAILED ->
                failure.getMessage().startsWith("no such overload")
                        ? "'%s': call arguments did not match a supported operator, function or macro signature for rule: %s"
                                .formatted(failure.getMessage(), rule.title())
                        : "%s evaluating rule: %s".formatted(failure.getMessage(), rule.title());
        };
    }

    private FieldError failure(
            RuleTree tree, CompiledRule compiled, String path, JsonNode value, Map<String, Object> variables)
            throws Stop {
        Rule rule = compiled.rule();
        String detail = rule.failure();
        if (compiled.messageProgram().isPresent()) {
            try {
                Object message = compiled.messageProgram().get().evaluate(variables, budget);
                if (message instanceof String text
                        && !text.isBlank()
                        && text.length() <= MAX_MESSAGE
                        && !text.contains("\n")) {
                    detail = text.strip();
                }
            } catch (EvaluationException e) {
                if (e.reason() == Cause.BUDGET_EXHAUSTED) {
                    errors.add(FieldError.invalid(
                            path.isEmpty() ? "<nil>" : path,
                            '"' + tree.schema().type() + '"',
                            "messageExpression evaluation failed due to running out of cost budget"));
                    throw new Stop();
                }
            }
        }
        String at =
                rule.fieldPath().isEmpty() ? path : FieldPath.child(path, RuleFieldPath.normalized(rule.fieldPath()));
        return error(rule.reason(), at.isEmpty() ? "<nil>" : at, value, detail);
    }

    private static FieldError error(String reason, String path, JsonNode value, String detail) {
        return switch (reason) {
            case "FieldValueRequired" -> FieldError.required(path, detail);
            case "FieldValueForbidden" -> FieldError.forbidden(path, detail);
            case "FieldValueDuplicate" -> FieldError.duplicate(path, value.isContainerNode() ? "" : value.toString());
            default ->
                value.isContainerNode()
                        ? new FieldError(FieldError.Type.INVALID, path, "Invalid value: " + detail)
                        : FieldError.invalid(path, value.toString(), detail);
        };
    }
}

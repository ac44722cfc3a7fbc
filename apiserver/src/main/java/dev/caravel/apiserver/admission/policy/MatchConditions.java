package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code matchConditions} of a webhook or policy. Compiled when first asked; thread-safe. */
public final class MatchConditions {
    private static final int MAX = 64;

    private record Condition(String name, String expression) {}

    /** Whether a request is to be looked at. */
    public sealed interface Outcome {
        Outcome MATCHES = new Matches();

        record Matches() implements Outcome {}

        /** @param condition the name of one that is not met */
        record DoesNotMatch(String condition) implements Outcome {}

        /** No condition says no, but not all say yes: {@code failurePolicy} decides. */
        record Failed(String message) implements Outcome {}
    }

    private final List<Condition> conditions;
    private final CelEnvironment environment;
    private volatile List<PolicyExpression> compiled;

    private MatchConditions(List<Condition> conditions, CelEnvironment environment) {
        this.conditions = conditions;
        this.environment = environment;
    }

    /** @param conditions the field {@code matchConditions}; missing or empty lets everything match */
    public static MatchConditions of(JsonNode conditions, CelEnvironment environment) {
        List<Condition> list = new ArrayList<>();
        for (JsonNode condition : conditions) {
            list.add(new Condition(
                    condition.path("name").asText(),
                    condition.path("expression").asText()));
        }
        return new MatchConditions(List.copyOf(list), environment);
    }

    /** What is wrong with conditions that are written. Those beyond the limit are not looked at. */
    public static List<FieldError> faults(String path, JsonNode conditions, CelEnvironment environment) {
        List<FieldError> errors = new ArrayList<>();
        if (conditions.size() > MAX) {
            errors.add(FieldError.tooMany(path, conditions.size(), MAX));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < Math.min(conditions.size(), MAX); i++) {
            String at = FieldPath.index(path, i);
            String text = conditions.get(i).path("expression").asText();
            if (text.isBlank()) {
                errors.add(FieldError.required(FieldPath.child(at, "expression"), ""));
            } else {
                PolicyExpression expression = PolicyExpression.compile(environment, text, "bool");
                if (expression.program() == null) {
                    errors.add(FieldError.invalid(
                            FieldPath.child(at, "expression"),
                            TextNode.valueOf(text).toString(),
                            expression.error()));
                }
            }
            JsonNode name = conditions.get(i).path("name");
            String field = FieldPath.child(at, "name");
            if (name.asText().isEmpty()) {
                errors.add(FieldError.required(field, ""));
                continue;
            }
            Formats.named("qualifiedName")
                    .faults(name)
                    .forEach(fault -> errors.add(FieldError.invalid(field, name.toString(), fault)));
            if (!names.add(name.asText())) {
                errors.add(FieldError.duplicate(field, name.toString()));
            }
        }
        return errors;
    }

    public boolean isEmpty() {
        return conditions.isEmpty();
    }

    /** @param variables see {@link RequestVariables} */
    public Outcome evaluate(Map<String, Object> variables) {
        if (conditions.isEmpty()) {
            return Outcome.MATCHES;
        }
        CostBudget budget = CostBudget.matchConditions();
        List<String> errors = new ArrayList<>();
        List<PolicyExpression> expressions = compiled();
        for (int i = 0; i < conditions.size(); i++) {
            PolicyExpression expression = expressions.get(i);
            try {
                if (!Boolean.TRUE.equals(expression.evaluate(variables, budget))) {
                    return new Outcome.DoesNotMatch(conditions.get(i).name());
                }
            } catch (EvaluationException e) {
                errors.add(expression.errorText(e));
                if (e.reason() == EvaluationException.Cause.BUDGET_EXHAUSTED) {
                    break;
                }
            }
        }
        return errors.isEmpty() ? Outcome.MATCHES : new Outcome.Failed(joined(errors));
    }

    private static String joined(List<String> errors) {
        List<String> distinct = errors.stream().distinct().toList();
        return distinct.size() == 1 ? distinct.getFirst() : "[" + String.join(", ", distinct) + "]";
    }

    private List<PolicyExpression> compiled() {
        if (compiled == null) {
            compiled = conditions.stream()
                    .map(condition -> PolicyExpression.compile(environment, condition.expression(), "bool"))
                    .toList();
        }
        return compiled;
    }
}

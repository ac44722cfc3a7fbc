package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code matchConditions} of a webhook or policy. Compiled when first asked; thread-safe. */
public final class MatchConditions {
    private record Condition(String name, String expression) {}

    private record Compiled(Condition condition, CelProgram program, String error) {}

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
    private volatile List<Compiled> compiled;

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
        for (Compiled condition : compiled()) {
            if (condition.program() == null) {
                errors.add(condition.error());
                continue;
            }
            try {
                if (!Boolean.TRUE.equals(condition.program().evaluate(variables, budget))) {
                    return new Outcome.DoesNotMatch(condition.condition().name());
                }
            } catch (EvaluationException e) {
                errors.add(
                        PolicyExpression.evaluationError(condition.condition().expression(), e));
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

    private List<Compiled> compiled() {
        if (compiled == null) {
            List<Compiled> all = new ArrayList<>();
            for (Condition condition : conditions) {
                try {
                    all.add(new Compiled(condition, environment.compile(condition.expression()), ""));
                } catch (CompileException e) {
                    all.add(new Compiled(condition, null, "compilation error: " + e.getMessage()));
                }
            }
            compiled = List.copyOf(all);
        }
        return compiled;
    }
}

package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.Field;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.cel.values.LazyObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A policy's {@code variables}: each may mention those before it, has the type of its expression, and is evaluated when it
 * is first mentioned.
 */
final class PolicyVariables {
    private static final String NAME = "variables";

    private final Map<String, PolicyExpression> expressions;
    private final CelEnvironment environment;

    private PolicyVariables(Map<String, PolicyExpression> expressions, CelEnvironment environment) {
        this.expressions = expressions;
        this.environment = environment;
    }

    /** @param variables the field {@code spec.variables} */
    static PolicyVariables compile(JsonNode variables, CelEnvironment base) {
        Map<String, PolicyExpression> expressions = new LinkedHashMap<>();
        Map<String, Field> types = new LinkedHashMap<>();
        CelEnvironment environment = base.with(NAME, type(types));
        for (JsonNode variable : variables) {
            String name = variable.path("name").asText();
            PolicyExpression expression = PolicyExpression.compile(
                    environment, variable.path("expression").asText());
            expressions.put(name, expression);
            types.put(
                    name,
                    new Field(
                            name,
                            expression.program() == null
                                    ? CelType.DYN
                                    : expression.program().resultType()));
            environment = base.with(NAME, type(types));
        }
        return new PolicyVariables(expressions, environment);
    }

    private static ObjectOf type(Map<String, Field> fields) {
        Map<String, Field> present = Map.copyOf(fields);
        return ObjectOf.of("kubernetes.variables", present);
    }

    Map<String, PolicyExpression> expressions() {
        return expressions;
    }

    /** Where expressions can mention all variables. */
    CelEnvironment environment() {
        return environment;
    }

    /** The request's variables and the policy's. */
    Map<String, Object> bind(Map<String, Object> request, CostBudget budget) {
        Map<String, Object> all = new HashMap<>(request);
        LazyObject variables = new LazyObject("kubernetes.variables", expressions.keySet(), name -> {
            PolicyExpression expression = expressions.get(name);
            try {
                return expression.evaluate(all, budget);
            } catch (EvaluationException e) {
                throw e.reason() == EvaluationException.Cause.BUDGET_EXHAUSTED
                        ? new LazyObject.Failure(e)
                        : new LazyObject.Failure(new EvaluationException(
                                e.reason(),
                                "composited variable \"" + name + "\" fails to evaluate: " + e.getMessage()));
            }
        });
        all.put(NAME, variables);
        return all;
    }
}

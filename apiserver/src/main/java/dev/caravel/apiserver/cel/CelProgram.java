package dev.caravel.apiserver.cel;

import java.util.Map;

/** A compiled expression. Immutable and thread-safe. */
public interface CelProgram {
    String expression();

    /** What the expression evaluates to. */
    CelType resultType();

    /** What it can cost at most, given the bounds of its variables' types. */
    CostRange estimatedCost();

    /** Whether the expression mentions a variable. */
    boolean uses(String variable);

    /** Whether the expression looks at a field of a variable by its name: {@code claims.email}, {@code has(claims.email)}. */
    boolean selects(String variable, String field);

    /**
     * @param variables by name: {@code JsonNode}s, which are seen through their declared types, or values of expressions
     * @param budget is charged, also when there is no result
     * @return {@code Boolean}, {@code Long}, {@code String}, {@code List}, {@code Map} …
     */
    Object evaluate(Map<String, ?> variables, CostBudget budget) throws EvaluationException;
}

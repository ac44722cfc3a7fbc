package dev.caravel.apiserver.admission.policy;

import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import java.util.Map;

/** One expression of a policy, or why it cannot be used. */
record PolicyExpression(String text, CelProgram program, String error) {
    static PolicyExpression compile(CelEnvironment environment, String text) {
        try {
            return new PolicyExpression(text, environment.compile(text.strip()), "");
        } catch (CompileException e) {
            return new PolicyExpression(text, null, "compilation error: " + e.getMessage());
        }
    }

    Object evaluate(Map<String, Object> variables, CostBudget budget) throws EvaluationException {
        if (program == null) {
            throw new EvaluationException(EvaluationException.Cause.FAILED, error);
        }
        return program.evaluate(variables, budget);
    }

    String errorText(EvaluationException failure) {
        return program == null ? failure.getMessage() : evaluationError(text, failure);
    }

    static String evaluationError(String expression, EvaluationException failure) {
        return failure.reason() == EvaluationException.Cause.BUDGET_EXHAUSTED
                ? failure.getMessage()
                : "expression '" + expression + "' resulted in error: " + failure.getMessage();
    }
}

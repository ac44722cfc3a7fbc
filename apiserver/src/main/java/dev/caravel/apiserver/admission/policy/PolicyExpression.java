package dev.caravel.apiserver.admission.policy;

import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import java.util.List;
import java.util.Map;

/** One expression of a policy, or why it cannot be used. */
record PolicyExpression(String text, CelProgram program, String error) {
    /** @param wanted the names of the types that it may evaluate to; any when there are none */
    static PolicyExpression compile(CelEnvironment environment, String text, String... wanted) {
        try {
            CelProgram program = environment.compile(text.strip());
            List<String> types = List.of(wanted);
            if (types.isEmpty() || types.contains(program.resultType().name())) {
                return new PolicyExpression(text, program, "");
            }
            return new PolicyExpression(
                    text,
                    null,
                    "must evaluate to %s but got %s"
                            .formatted(
                                    types.size() == 1 ? types.getFirst() : "one of [" + String.join(" ", types) + "]",
                                    program.resultType().name()));
        } catch (CompileException e) {
            return new PolicyExpression(text, null, e.getMessage());
        }
    }

    Object evaluate(Map<String, Object> variables, CostBudget budget) throws EvaluationException {
        if (program == null) {
            throw new EvaluationException(EvaluationException.Cause.FAILED, "compilation error: " + error);
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

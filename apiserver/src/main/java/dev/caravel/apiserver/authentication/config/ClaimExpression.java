package dev.caravel.apiserver.authentication.config;

import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.Field;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import java.util.Map;

/** An expression over a token's claims, or over the user made of them. Thread-safe. */
public record ClaimExpression(String text, CelProgram program, String variable) {
    private static final String CLAIMS = "claims";
    private static final String USER = "user";

    private static final CelEnvironment OVER_CLAIMS = CelEnvironment.of(Map.of(CLAIMS, new MapOf(CelType.DYN)));
    private static final CelEnvironment OVER_USER = CelEnvironment.of(Map.of(
            USER,
            ObjectOf.of(
                    "kubernetes.UserInfo",
                    Map.of(
                            "username",
                            new Field("username", CelType.STRING),
                            "uid",
                            new Field("uid", CelType.STRING),
                            "groups",
                            new Field("groups", new ListOf(CelType.STRING)),
                            "extra",
                            new Field("extra", new MapOf(new ListOf(CelType.STRING)))))));

    /** What claims mean is known when they are there: any type will do. */
    public static ClaimExpression ofClaims(String text) throws CompileException {
        return new ClaimExpression(text, OVER_CLAIMS.compile(text), CLAIMS);
    }

    public static ClaimExpression conditionOnClaims(String text) throws CompileException {
        return requireCondition(ofClaims(text));
    }

    public static ClaimExpression conditionOnUser(String text) throws CompileException {
        return requireCondition(new ClaimExpression(text, OVER_USER.compile(text), USER));
    }

    private static ClaimExpression requireCondition(ClaimExpression expression) throws CompileException {
        if (!expression.program().resultType().name().equals("bool")) {
            throw new CompileException("must evaluate to bool");
        }
        return expression;
    }

    /** Whether it looks at a claim by its name. */
    boolean uses(String claim) {
        return program.selects(CLAIMS, claim);
    }

    /** @param value the claims, or the user */
    public Object evaluate(Object value) throws EvaluationException {
        try {
            return program.evaluate(Map.of(variable, value), new CostBudget(CostBudget.PER_CALL));
        } catch (EvaluationException e) {
            throw new EvaluationException(
                    e.reason(), "expression '%s' resulted in error: %s".formatted(text, e.getMessage()));
        }
    }
}

package dev.caravel.apiserver.cel.cost;

import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.CostRange;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.cel.EvaluationException.Cause;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what one evaluation costs while it runs, by upstream's price list, and ends it when it costs too much. For one
 * evaluation, by one thread.
 */
public final class CostMeter implements CelEvaluationListener {
    private final CostBudget budget;
    private final Map<Long, Object> results = new HashMap<>();
    private long spent;

    public CostMeter(CostBudget budget) {
        this.budget = budget;
    }

    /** No exception: the engine would take one for a mere failure of an operand, and go on after {@code ||}. */
    public static final class Exceeded extends Error {
        private static final long serialVersionUID = 1L;
        private final transient Cause reason;

        private Exceeded(Cause reason) {
            super(null, null, false, false);
            this.reason = reason;
        }

        public EvaluationException asEvaluationException() {
            return new EvaluationException(
                    reason,
                    reason == Cause.BUDGET_EXHAUSTED
                            ? "validation failed due to running out of cost budget, no further validation rules will be run"
                            : "operation cancelled: actual cost limit exceeded");
        }
    }

    @Override
    public void callback(CelExpr expression, Object result) {
        charge(
                switch (expression.getKind()) {
                    case IDENT -> 1;
                    case SELECT -> selectCost(expression);
                    case CALL -> callCost(expression, result);
                    case LIST -> Prices.NEW_LIST;
                    case MAP -> Prices.NEW_MAP;
                    case STRUCT -> Prices.NEW_OBJECT;
                    default -> 0;
                });
        results.put(expression.id(), result);
    }

    /** A path {@code a.b.c} is reported once; presence is tested for free. */
    private static long selectCost(CelExpr expression) {
        long cost = expression.select().testOnly() ? 0 : 1;
        CelExpr operand = expression.select().operand();
        while (operand.getKind() == CelExpr.ExprKind.Kind.SELECT
                && !operand.select().testOnly()) {
            cost++;
            operand = operand.select().operand();
        }
        return operand.getKind() == CelExpr.ExprKind.Kind.IDENT ? cost + 1 : cost;
    }

    private long callCost(CelExpr expression, Object result) {
        CelExpr.CelCall call = expression.call();
        List<Object> arguments = new ArrayList<>(call.args().size() + 1);
        call.target().ifPresent(target -> arguments.add(results.get(target.id())));
        call.args().forEach(argument -> arguments.add(results.get(argument.id())));
        return Prices.call(call.function(), arguments, result);
    }

    private void charge(long cost) {
        spent = CostRange.add(spent, cost);
        if (!budget.spend(cost)) {
            throw new Exceeded(Cause.BUDGET_EXHAUSTED);
        }
        if (spent > CostBudget.PER_CALL) {
            throw new Exceeded(Cause.TOO_EXPENSIVE);
        }
    }
}

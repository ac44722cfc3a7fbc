package dev.caravel.apiserver.cel;

/** An expression that came to no result for these values: a missing key, an overflow, too much work. */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why there is no result. */
    public enum Cause {
        /** The expression and the values do not go together. */
        FAILED,
        /** One evaluation cost more than any may. */
        TOO_EXPENSIVE,
        /** The {@link CostBudget} that several expressions share is used up. */
        BUDGET_EXHAUSTED
    }

    private final Cause cause;

    public EvaluationException(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    public Cause reason() {
        return cause;
    }
}

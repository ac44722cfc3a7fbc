package dev.caravel.apiserver.webhook;

import static java.util.Objects.requireNonNull;

/** A webhook did not answer a review. */
public final class ReviewFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What became of the call, as metrics call it. */
    public enum Result {
        /** Whoever asked has gone. */
        CANCELED,
        TIMEOUT,
        ERROR
    }

    private final Result result;
    private final boolean passing;

    public ReviewFailure(Result result, boolean passing, String message) {
        super(message);
        this.result = requireNonNull(result, "result is null");
        this.passing = passing;
    }

    public Result result() {
        return result;
    }

    /** Whether it may be otherwise the next time. */
    public boolean isPassing() {
        return passing;
    }
}

package dev.caravel.machinery.reconcile;

import java.time.Duration;
import java.util.Optional;

/** What a reconciliation asks for next. A failure is an exception instead, and is retried with back-off. */
public record Result(Optional<Duration> requeueAfter) {
    private static final Result DONE = new Result(Optional.empty());

    /** Nothing to do until the next event. */
    public static Result done() {
        return DONE;
    }

    /** Look again after {@code delay}, whether or not anything happens. */
    public static Result after(Duration delay) {
        return new Result(Optional.of(delay));
    }
}

package dev.caravel.apiserver.status;

import java.util.List;
import java.util.Optional;

/**
 * A failed request's answer: {@code kind: Status}, {@code status: Failure}.
 *
 * @param code the HTTP status
 * @param continueToken with which a list can go on that has failed; empty when there is none
 * @param reason upstream's {@code metav1.StatusReason}, for example {@code AlreadyExists}
 */
public record Status(int code, String reason, String message, Optional<Details> details, String continueToken) {
    public Status(int code, String reason, String message, Optional<Details> details) {
        this(code, reason, message, details, "");
    }

    /** @param retryAfterSeconds 0 when there is none */
    public record Details(
            String name, String group, String kind, String uid, List<Cause> causes, int retryAfterSeconds) {}

    public record Cause(String reason, String message, String field) {}
}

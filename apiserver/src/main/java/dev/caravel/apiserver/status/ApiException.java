package dev.caravel.apiserver.status;

import static java.util.Objects.requireNonNull;

/** Ends a request with a Kubernetes {@link Status}. Made by {@link Statuses}. */
public final class ApiException extends RuntimeException {
    private final Status status;

    public ApiException(Status status) {
        super(requireNonNull(status, "status is null").message(), null, false, false);
        this.status = status;
    }

    public Status status() {
        return status;
    }
}

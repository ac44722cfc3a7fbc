package dev.caravel.apiserver.admission.policy;

/** A policy and its binding do not go together, or not yet, or make no sense: {@code failurePolicy} decides. */
final class Misconfigured extends Exception {
    private static final long serialVersionUID = 1L;

    Misconfigured(String message) {
        super(message);
    }
}

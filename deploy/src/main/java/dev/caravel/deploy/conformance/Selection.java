package dev.caravel.deploy.conformance;

import static java.util.Objects.requireNonNull;

/**
 * Which tests run.
 *
 * @param focus regular expression (Go's) that a test's name has to match
 * @param skip regular expression that it must not match; empty for none
 * @param parallel how many run at the same time
 */
public record Selection(String focus, String skip, int parallel) {
    public Selection {
        requireNonNull(focus, "focus is null");
        requireNonNull(skip, "skip is null");
    }
}

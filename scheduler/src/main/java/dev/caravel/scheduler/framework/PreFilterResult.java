package dev.caravel.scheduler.framework;

import java.util.Optional;
import java.util.Set;

/**
 * The answer of a PreFilter plugin.
 *
 * @param nodes the only nodes that come into question; empty for all
 */
public record PreFilterResult(Status status, Optional<Set<String>> nodes) {
    public static final PreFilterResult SUCCESS = new PreFilterResult(Status.SUCCESS, Optional.empty());
    public static final PreFilterResult SKIP = new PreFilterResult(Status.SKIP, Optional.empty());

    public static PreFilterResult rejected(Status status) {
        return new PreFilterResult(status, Optional.empty());
    }

    public static PreFilterResult onlyNodes(Set<String> names) {
        return new PreFilterResult(Status.SUCCESS, Optional.of(Set.copyOf(names)));
    }
}

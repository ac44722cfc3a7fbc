package dev.caravel.scheduler.framework;

import dev.caravel.scheduler.cluster.PodInfo;
import java.util.List;
import java.util.Optional;

/**
 * The answer of a PostFilter plugin: a decision, that others act upon.
 *
 * @param nominatedNode where room is to be made; empty text takes a former nomination back, no value leaves it
 * @param victims the pods to be deleted there
 */
public record PostFilterResult(Status status, Optional<String> nominatedNode, List<PodInfo> victims) {
    /** Nothing can be done; a former nomination is taken back when {@code withdraw}. */
    public static PostFilterResult helpless(Status status, boolean withdraw) {
        return new PostFilterResult(status, withdraw ? Optional.of("") : Optional.empty(), List.of());
    }
}

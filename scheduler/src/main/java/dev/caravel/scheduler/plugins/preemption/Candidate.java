package dev.caravel.scheduler.plugins.preemption;

import dev.caravel.scheduler.cluster.PodInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A node where a pod would fit, were it not for the victims.
 *
 * @param victims not empty, the most important first
 * @param violations how many of them a disruption budget protects
 */
record Candidate(String node, List<PodInfo> victims, int violations) {
    /** The best first: few broken budgets, victims of low priority, few victims, and those that started last. */
    static final Comparator<Candidate> LEAST_HARM = Comparator.comparingInt(Candidate::violations)
            .thenComparingInt(Candidate::highestPriority)
            .thenComparingLong(Candidate::sumOfPriorities)
            .thenComparingInt(candidate -> candidate.victims().size())
            .thenComparing(Candidate::earliestStartOfHighest, Comparator.reverseOrder());

    private int highestPriority() {
        return victims.getFirst().priority();
    }

    /** Shifted, so that more victims never sum up to less. */
    private long sumOfPriorities() {
        return victims.stream()
                .mapToLong(victim -> victim.priority() + (1L << 31))
                .sum();
    }

    private Instant earliestStartOfHighest() {
        return victims.stream()
                .filter(victim -> victim.priority() == highestPriority())
                .map(Importance::startTime)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}

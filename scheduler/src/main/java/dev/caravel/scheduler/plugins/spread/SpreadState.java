package dev.caravel.scheduler.plugins.spread;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many pods each constraint counts at each value of its label. Not thread-safe while it changes. */
final class SpreadState {
    private static final int UNKNOWN = -1;

    private final List<SpreadConstraint> constraints;
    private final List<Map<Integer, Integer>> counts = new ArrayList<>();
    /** The smallest count of each constraint, or {@link #UNKNOWN} since a change. */
    private final int[] smallest;

    SpreadState(List<SpreadConstraint> constraints) {
        this.constraints = constraints;
        this.smallest = new int[constraints.size()];
        constraints.forEach(constraint -> counts.add(new HashMap<>()));
    }

    SpreadState copy() {
        SpreadState copy = new SpreadState(constraints);
        for (int i = 0; i < counts.size(); i++) {
            copy.counts.get(i).putAll(counts.get(i));
            copy.smallest[i] = smallest[i];
        }
        return copy;
    }

    List<SpreadConstraint> constraints() {
        return constraints;
    }

    /** Adds to the count at a value, which becomes known even if nothing is added. */
    void add(int constraint, int value, int amount) {
        counts.get(constraint).merge(value, amount, Integer::sum);
        smallest[constraint] = UNKNOWN;
    }

    int count(int constraint, int value) {
        return counts.get(constraint).getOrDefault(value, 0);
    }

    /** What the others are compared with: the smallest count, or 0 while there are too few values. */
    int floor(int constraint) {
        Map<Integer, Integer> byValue = counts.get(constraint);
        if (byValue.size() < constraints.get(constraint).minDomains()) {
            return 0;
        }
        if (smallest[constraint] == UNKNOWN) {
            smallest[constraint] =
                    byValue.values().stream().mapToInt(count -> count).min().orElse(Integer.MAX_VALUE);
        }
        return smallest[constraint];
    }
}

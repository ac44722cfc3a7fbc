package dev.caravel.bench.histories;

import dev.caravel.bench.histories.Outcome.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The states that a key was in, one after the other, by revision. */
final class Timeline {
    /**
     * @param from the first revision
     * @param to the first that is no more
     * @param version empty while the key is not there
     */
    record State(long from, long to, Optional<Version> version) {
        boolean overlaps(long first, long last) {
            return from <= last && first < to;
        }
    }

    private final List<State> states;

    private Timeline(List<State> states) {
        this.states = states;
    }

    /** @param changes of this key alone, in order */
    static Timeline of(List<Change> changes) {
        List<State> states = new ArrayList<>();
        long from = 0;
        Optional<Version> version = Optional.empty();
        for (Change change : changes) {
            states.add(new State(from, change.revision(), version));
            from = change.revision();
            version = change.type() == Change.Type.DELETED
                    ? Optional.empty()
                    : Optional.of(new Version(change.revision(), change.token(), change.uid()));
        }
        states.add(new State(from, Long.MAX_VALUE, version));
        return new Timeline(states);
    }

    static Map<String, Timeline> byKey(List<Change> changes) {
        Map<String, List<Change>> sorted = new HashMap<>();
        changes.forEach(change ->
                sorted.computeIfAbsent(change.key(), _ -> new ArrayList<>()).add(change));
        Map<String, Timeline> timelines = new HashMap<>();
        sorted.forEach((key, own) -> timelines.put(key, of(own)));
        return timelines;
    }

    State at(long revision) {
        return states.stream()
                .filter(state -> state.overlaps(revision, revision))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the key was in such a state at some revision between two, both included. */
    boolean wasEver(Predicate<Optional<Version>> wanted, long first, long last) {
        return states.stream().anyMatch(state -> state.overlaps(first, last) && wanted.test(state.version()));
    }
}

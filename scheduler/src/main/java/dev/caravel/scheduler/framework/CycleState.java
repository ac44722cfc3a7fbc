package dev.caravel.scheduler.framework;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What plugins remember while one pod is scheduled and bound. Thread-safe. */
public final class CycleState {
    private final Map<StateKey<?>, Object> values = new ConcurrentHashMap<>();
    private final Set<String> skippedFilters = new HashSet<>();
    private final Set<String> skippedScores = new HashSet<>();

    public <T> void write(StateKey<T> key, T value) {
        values.put(key, value);
    }

    @SuppressWarnings("unchecked")
    public <T> Optional<T> read(StateKey<T> key) {
        return Optional.ofNullable((T) values.get(key));
    }

    /** @throws IllegalStateException when nothing was written under the key */
    @SuppressWarnings("unchecked")
    public <T> T require(StateKey<T> key) {
        T value = (T) values.get(key);
        if (value == null) {
            throw new IllegalStateException("reading \"" + key + "\" from cycleState: not found");
        }
        return value;
    }

    /** A copy for a trial: what plugins change in it does not show here. */
    public CycleState copy() {
        CycleState copy = new CycleState();
        values.forEach((key, value) -> copy.values.put(key, key.copy(value)));
        copy.skippedFilters.addAll(skippedFilters);
        copy.skippedScores.addAll(skippedScores);
        return copy;
    }

    void skipFilter(String plugin) {
        skippedFilters.add(plugin);
    }

    boolean skipsFilter(String plugin) {
        return skippedFilters.contains(plugin);
    }

    void skipScore(String plugin) {
        skippedScores.add(plugin);
    }

    boolean skipsScore(String plugin) {
        return skippedScores.contains(plugin);
    }
}

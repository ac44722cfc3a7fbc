package dev.caravel.scheduler.framework;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;

/** Names what a plugin keeps in a {@link CycleState}; each key is its own, whatever its name. */
public final class StateKey<T> {
    private final String name;
    private final UnaryOperator<T> copier;

    /** For values that are not changed once written. */
    public StateKey(String name) {
        this(name, UnaryOperator.identity());
    }

    /** @param copier copies a value, so that the copy can be changed for a trial */
    public StateKey(String name, UnaryOperator<T> copier) {
        this.name = requireNonNull(name, "name is null");
        this.copier = requireNonNull(copier, "copier is null");
    }

    @SuppressWarnings("unchecked")
    Object copy(Object value) {
        return copier.apply((T) value);
    }

    @Override
    public String toString() {
        return name;
    }
}

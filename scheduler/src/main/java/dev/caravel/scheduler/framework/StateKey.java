package dev.caravel.scheduler.framework;

/** Names what a plugin keeps in a {@link CycleState}; each key is its own, whatever its name. */
public final class StateKey<T> {
    private final String name;

    public StateKey(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}

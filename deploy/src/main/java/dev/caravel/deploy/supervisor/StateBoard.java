package dev.caravel.deploy.supervisor;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The last known state of every process, and a place to wait for a change. Thread-safe. */
final class StateBoard {
    private final Map<String, ProcessState> states = new TreeMap<>();
    private long revision;

    synchronized void post(ProcessState state) {
        if (!state.equals(states.put(state.name(), state))) {
            revision++;
            notifyAll();
        }
    }

    synchronized void remove(String name) {
        states.remove(name);
        revision++;
        notifyAll();
    }

    synchronized List<ProcessState> all() {
        return List.copyOf(states.values());
    }

    synchronized long revision() {
        return revision;
    }

    /** Blocks until something differs from what it was at {@code known}. */
    synchronized long awaitChange(long known) throws InterruptedException {
        while (revision == known) {
            wait();
        }
        return revision;
    }

    synchronized void awaitReady(Collection<String> names) throws InterruptedException {
        Predicate<String> ready =
                name -> states.containsKey(name) && states.get(name).ready();
        while (!names.stream().allMatch(ready)) {
            wait();
        }
    }
}

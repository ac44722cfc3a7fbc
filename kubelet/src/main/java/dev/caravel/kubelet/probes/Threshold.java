package dev.caravel.kubelet.probes;

/** Counts results of one sort in a row, and says when they are enough to be believed. Not thread-safe. */
final class Threshold {
    private final int successes;
    private final int failures;
    private boolean last;
    private int run;

    Threshold(int successes, int failures) {
        this.successes = successes;
        this.failures = failures;
    }

    /** Counts one result; returns whether results like it have now come often enough. */
    boolean count(boolean success) {
        run = last == success ? run + 1 : 1;
        last = success;
        return run >= (success ? successes : failures);
    }
}

package dev.caravel.scheduler.plugins.preemption;

/** How many nodes with possible victims are enough to choose from. */
public record PreemptionSettings(int minPercentage, int minAbsolute) {
    public static final PreemptionSettings DEFAULT = new PreemptionSettings(10, 100);

    int candidates(int nodes) {
        return Math.min(nodes, Math.max(nodes * minPercentage / 100, minAbsolute));
    }
}

package dev.caravel.scheduler.cycle;

/** How many feasible nodes are enough: in large clusters, not all are looked for. */
record SampleSize(int percentage) {
    private static final int FEWEST_NODES = 100;
    private static final int FEWEST_PERCENT = 5;

    /** @param percentage of all nodes; 0 for one that shrinks as the cluster grows */
    SampleSize {
        if (percentage < 0 || percentage > 100) {
            throw new IllegalArgumentException("percentageOfNodesToScore must be in the range of 0 to 100");
        }
    }

    int of(int nodes) {
        if (nodes < FEWEST_NODES) {
            return nodes;
        }
        int percent = percentage == 0 ? Math.max(FEWEST_PERCENT, 50 - nodes / 125) : percentage;
        return Math.max(FEWEST_NODES, nodes * percent / 100);
    }
}

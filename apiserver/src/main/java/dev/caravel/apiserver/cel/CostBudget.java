package dev.caravel.apiserver.cel;

/** What expressions that belong together may cost in all. Not thread-safe: one for each request. */
public final class CostBudget {
    /** The most that one evaluation may cost. */
    public static final long PER_CALL = 1_000_000;

    /** For all rules of one custom resource, and for all of one policy and binding. */
    public static final long PER_REQUEST = 10_000_000;

    /** For all match conditions of one webhook or policy. */
    public static final long MATCH_CONDITIONS = PER_CALL / 4;

    private long remaining;

    public CostBudget(long units) {
        this.remaining = units;
    }

    public static CostBudget perRequest() {
        return new CostBudget(PER_REQUEST);
    }

    public static CostBudget matchConditions() {
        return new CostBudget(MATCH_CONDITIONS);
    }

    public long remaining() {
        return remaining;
    }

    /** False once more was spent than there was. */
    public boolean spend(long units) {
        remaining -= units;
        return remaining >= 0;
    }
}

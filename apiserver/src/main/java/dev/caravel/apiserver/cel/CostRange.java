package dev.caravel.apiserver.cel;

/** The least and the most that something can cost or measure; sums and products stay at the largest number. */
public record CostRange(long min, long max) {
    public static final CostRange ZERO = new CostRange(0, 0);
    public static final CostRange ONE = new CostRange(1, 1);
    public static final CostRange UNKNOWN = new CostRange(0, Long.MAX_VALUE);

    public static CostRange exactly(long cost) {
        return new CostRange(cost, cost);
    }

    public CostRange plus(CostRange other) {
        return new CostRange(add(min, other.min), add(max, other.max));
    }

    public CostRange times(CostRange other) {
        return new CostRange(multiply(min, other.min), multiply(max, other.max));
    }

    /** Rounded up. */
    public CostRange times(double factor) {
        return new CostRange(multiply(min, factor), multiply(max, factor));
    }

    /** What both allow: from the least of the two to the most. */
    public CostRange or(CostRange other) {
        return new CostRange(Math.min(min, other.min), Math.max(max, other.max));
    }

    public static long add(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    public static long multiply(long one, long other) {
        if (one == 0 || other == 0) {
            return 0;
        }
        return one > Long.MAX_VALUE / other ? Long.MAX_VALUE : one * other;
    }

    private static long multiply(long one, double factor) {
        double product = Math.ceil(one * factor);
        return product >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) product;
    }
}

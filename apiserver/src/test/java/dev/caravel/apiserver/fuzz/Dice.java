package dev.caravel.apiserver.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** All the chance that an input is made of: the same seed makes the same input. Not thread-safe. */
public final class Dice {
    private final SplittableRandom random;

    public Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0, below {@code bound}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public long any() {
        return random.nextLong();
    }

    /** True once in so many times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    public <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    public final <T> T from(Supplier<T>... choices) {
        return choices[below(choices.length)].get();
    }

    /** Mostly small, now and then up to {@code most}. */
    public int size(int most) {
        return oneIn(20) ? below(most + 1) : below(Math.min(most, 4) + 1);
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}

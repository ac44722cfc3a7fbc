package dev.caravel.apiserver.kinds.services;

import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Numbers from 0 in two bands. Numbers are given out from the upper band while it lasts, so that those which users choose
 * themselves from the lower one rarely collide (KEP-3070).
 */
record BandedRange(long size, long lowerBand) {
    /** @param step,min,max the lower band is a {@code step}th of the range, within {@code [min, max]} */
    static BandedRange of(long size, long step, long min, long max) {
        return new BandedRange(size, size <= min ? 0 : Math.clamp(size / step, min, max));
    }

    /** All numbers in the order in which to try them. */
    LongStream candidates(RandomGenerator random) {
        return LongStream.concat(rotated(lowerBand, size - lowerBand, random), rotated(0, lowerBand, random));
    }

    private static LongStream rotated(long from, long count, RandomGenerator random) {
        if (count <= 0) {
            return LongStream.empty();
        }
        long start = random.nextLong(count);
        return LongStream.concat(LongStream.range(start, count), LongStream.range(0, start))
                .map(i -> from + i);
    }
}

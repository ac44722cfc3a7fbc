package dev.caravel.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What some operations cost.
 *
 * @param cpuMicros of the server's process, for one operation
 * @param perSecond operations that were done in a second
 * @param p50Micros the client's wait, in the middle
 * @param maxMicros the longest wait
 * @param bytes of an answer's body, the last one's
 */
public record Measurement(
        String name,
        long operations,
        double cpuMicros,
        double perSecond,
        double p50Micros,
        double p90Micros,
        double p99Micros,
        double maxMicros,
        long bytes) {

    static Measurement of(String name, long operations, long cpuNanos, long wallNanos, Histogram nanos, long bytes) {
        return new Measurement(
                name,
                operations,
                cpuNanos / 1_000.0 / operations,
                operations * 1_000_000_000.0 / wallNanos,
                nanos.getValueAtPercentile(50) / 1_000.0,
                nanos.getValueAtPercentile(90) / 1_000.0,
                nanos.getValueAtPercentile(99) / 1_000.0,
                nanos.getMaxValue() / 1_000.0,
                bytes);
    }
}

package dev.caravel.apiserver.webhook;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Go writes them: {@code 1m30s}, {@code 500ms}, {@code 2.5s}. Pure. */
public final class GoDuration {
    private GoDuration() {}

    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toNanos() < 1_000
                    ? duration.toNanos() + "ns"
                    : duration.toNanos() < 1_000_000
                            ? scaled(duration.toNanos(), 3) + "µs"
                            : scaled(duration.toNanos(), 6) + "ms";
        }
        StringBuilder text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutes() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        long rest = duration.minusMinutes(duration.toMinutes()).toNanos();
        return text.append(scaled(rest, 9)).append('s').toString();
    }

    private static String scaled(long value, int digits) {
        BigDecimal scaled = BigDecimal.valueOf(value, digits).stripTrailingZeros();
        return scaled.signum() == 0 ? "0" : scaled.toPlainString();
    }
}

package dev.caravel.apiserver.extension.schema.value;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/** Durations as Go writes them ({@code 1h30m}) or as Scala does ({@code 22 nanos}). */
final class Durations {
    private static final Pattern GO = Pattern.compile("[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern SCALA = Pattern.compile("(\\d+)\\s*([A-Za-zµ]+)");
    private static final int LARGEST_FACTOR_DIGITS = 18;

    /** Of each the last may be followed by anything: {@code secs}, {@code seconds}. */
    private static final List<List<String>> UNITS = List.of(
            List.of("ns", "nano"),
            List.of("us", "µs", "micro"),
            List.of("ms", "milli"),
            List.of("s", "sec"),
            List.of("m", "min"),
            List.of("h", "hr", "hour"),
            List.of("d", "day"),
            List.of("w", "wk", "week"));

    private Durations() {}

    static boolean isDuration(String text) {
        if (GO.matcher(text).matches()) {
            return true;
        }
        boolean known = false;
        for (Matcher part = SCALA.matcher(text); part.find(); ) {
            if (part.group(1).length() > LARGEST_FACTOR_DIGITS) {
                return false;
            }
            String unit = part.group(2).toLowerCase(Locale.ROOT);
            known |= UNITS.stream().anyMatch(names -> names.contains(unit) || unit.startsWith(names.getLast()));
        }
        return known;
    }
}

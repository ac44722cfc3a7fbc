package dev.caravel.bench.micro;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What was measured, in Markdown. */
record MicroTable(List<Row> rows) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** @param error half of the interval that 99.9 % of runs would fall into */
    record Row(String name, double micros, double error, double bytes) {}

    static MicroTable of(Collection<RunResult> results) {
        return new MicroTable(results.stream().map(MicroTable::row).toList());
    }

    private static Row row(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new Row(
                name(result.getParams()),
                time.getScore(),
                time.getScoreError(),
                allocated == null ? Double.NaN : allocated.getScore());
    }

    private static String name(BenchmarkParams parameters) {
        String[] parts = parameters.getBenchmark().split("\\.");
        String name = parts[parts.length - 2].replace("Benchmark", "") + "." + parts[parts.length - 1];
        String values = parameters.getParamsKeys().stream()
                .map(key -> key + "=" + parameters.getParam(key))
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? name : name + " (" + values + ")";
    }

    String markdown() {
        StringBuilder table = new StringBuilder("| | µs | ± | bytes allocated |\n|---|---|---|---|\n");
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s |%n",
                    row.name(),
                    number("%,.3f", row.micros()),
                    number("%,.3f", row.error()),
                    number("%,.0f", row.bytes())));
        }
        return table.toString();
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}

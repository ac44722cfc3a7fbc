package dev.caravel.bench.report;

import static java.util.Objects.requireNonNull;

import dev.caravel.bench.load.Measurement;
import dev.caravel.bench.load.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Servers side by side, in Markdown. The last one is what the others are compared with. */
public final class Comparison {
    private static final double MEBIBYTE = 1 << 20;

    private final List<Results> servers;
    private final Results reference;

    /** @param servers at least one; upstream's last */
    public Comparison(List<Results> servers) {
        this.servers = List.copyOf(requireNonNull(servers, "servers is null"));
        this.reference = this.servers.getLast();
    }

    public String markdown() {
        return String.join(
                "\n",
                table("CPU of the server's process for one operation, µs", Measurement::cpuMicros),
                table("Operations per second", Measurement::perSecond),
                table("Latency as the client sees it, p50, ms", it -> it.p50Micros() / 1_000),
                table("Latency, p99, ms", it -> it.p99Micros() / 1_000),
                memory());
    }

    private String table(String title, ToDoubleFunction<Measurement> value) {
        StringBuilder table = head(title);
        for (String name : names()) {
            Optional<Double> base = reference.measurement(name).map(value::applyAsDouble);
            List<Double> row = servers.stream()
                    .map(server ->
                            server.measurement(name).map(value::applyAsDouble).orElse(Double.NaN))
                    .toList();
            table.append(row(name, row, base.orElse(Double.NaN)));
        }
        return table.toString();
    }

    private String memory() {
        return head("Resident memory, MiB")
                .append(memoryRow("idle, empty", Results::idleBytes))
                .append(memoryRow("after the load", Results::loadedBytes))
                .append(memoryRow("at its highest", Results::peakBytes))
                .toString();
    }

    private String memoryRow(String name, ToDoubleFunction<Results> bytes) {
        List<Double> row = servers.stream()
                .map(server -> bytes.applyAsDouble(server) / MEBIBYTE)
                .toList();
        return row(name, row, bytes.applyAsDouble(reference) / MEBIBYTE);
    }

    private StringBuilder head(String title) {
        StringBuilder head = new StringBuilder("| ").append(title).append(" |");
        servers.forEach(server -> head.append(' ').append(server.server()).append(" |"));
        return head.append("\n|---|").repeat("---|", servers.size()).append('\n');
    }

    /** The values, and in parentheses how much that is of the reference's. */
    private String row(String name, List<Double> values, double base) {
        StringBuilder row = new StringBuilder("| ").append(name).append(" |");
        for (int i = 0; i < values.size(); i++) {
            row.append(' ').append(number(values.get(i)));
            if (i < values.size() - 1 && !Double.isNaN(base) && !Double.isNaN(values.get(i))) {
                row.append(" (%s)".formatted(ratio(values.get(i) / base)));
            }
            row.append(" |");
        }
        return row.append('\n').toString();
    }

    /** All that was measured on any of them, in the order of the first that has it. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Results server : servers) {
            for (Measurement measurement : server.measurements()) {
                if (!names.contains(measurement.name())) {
                    names.add(measurement.name());
                }
            }
        }
        return names;
    }

    /** Three digits, or all of those before the point. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.995 ? "%.2f×" : "%.1f×", ratio);
    }
}

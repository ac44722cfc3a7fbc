package dev.caravel.bench.report;

import dev.caravel.bench.load.Measurement;
import dev.caravel.bench.load.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** {@code report DIRECTORY RESULTS...}: prints the tables, and draws the pictures in the directory. Upstream's results come last. */
public final class ReportMain {
    private ReportMain() {}

    public static void main(String[] arguments) throws IOException {
        List<Results> servers = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            servers.add(Results.read(Path.of(arguments[i])));
        }
        System.out.println(new Comparison(servers).markdown());
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        List<String> names = servers.stream().map(Results::server).toList();
        Files.writeString(
                directory.resolve("cpu.svg"),
                new BarChart(
                                "CPU of the API server for one operation, µs",
                                names,
                                each(servers, Measurement::cpuMicros))
                        .svg());
        Files.writeString(
                directory.resolve("latency.svg"),
                new BarChart("Latency, p99, ms", names, each(servers, it -> it.p99Micros() / 1_000)).svg());
        Files.writeString(
                directory.resolve("memory.svg"), new BarChart("Resident memory, MiB", names, memory(servers)).svg());
    }

    private static Map<String, List<Double>> each(List<Results> servers, ToDoubleFunction<Measurement> value) {
        Map<String, List<Double>> groups = new LinkedHashMap<>();
        for (Measurement measurement : servers.getLast().measurements()) {
            groups.put(
                    measurement.name(),
                    servers.stream()
                            .map(server -> server.measurement(measurement.name())
                                    .map(value::applyAsDouble)
                                    .orElse(Double.NaN))
                            .toList());
        }
        return groups;
    }

    private static Map<String, List<Double>> memory(List<Results> servers) {
        double mebibyte = 1 << 20;
        Map<String, List<Double>> groups = new LinkedHashMap<>();
        groups.put(
                "idle, empty",
                servers.stream().map(it -> it.idleBytes() / mebibyte).toList());
        groups.put(
                "after the load",
                servers.stream().map(it -> it.loadedBytes() / mebibyte).toList());
        groups.put(
                "at its highest",
                servers.stream().map(it -> it.peakBytes() / mebibyte).toList());
        return groups;
    }
}

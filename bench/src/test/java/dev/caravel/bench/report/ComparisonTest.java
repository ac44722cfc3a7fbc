package dev.caravel.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.bench.load.Measurement;
import dev.caravel.bench.load.Results;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A comparison of servers")
class ComparisonTest {
    private static Results results(String server, long mebibytes, Measurement... measurements) {
        long bytes = mebibytes << 20;
        return new Results(server, bytes, 2 * bytes, 3 * bytes, List.of(measurements));
    }

    private static Measurement measurement(String name, double cpuMicros) {
        return new Measurement(name, 100, cpuMicros, 1_000, 500, 900, 2_000, 3_000, 0);
    }

    @Test
    @DisplayName("has a row for each operation, with the value and how much it is of the last server's")
    void ratios() {
        String tables = new Comparison(List.of(
                        results("native", 50, measurement("GET", 60)),
                        results("upstream", 200, measurement("GET", 300))))
                .markdown();

        assertThat(tables)
                .contains("| native | upstream |")
                .contains("| GET | 60.0 (0.20×) | 300 |")
                .contains("| GET | 2.00 (1.0×) | 2.00 |")
                .contains("| idle, empty | 50.0 (0.25×) | 200 |")
                .contains("| at its highest | 150 (0.25×) | 600 |");
    }

    @Test
    @DisplayName("shows what only one of them has done, and compares it with nothing")
    void missing() {
        String tables = new Comparison(List.of(
                        results("native", 1, measurement("GET", 60)), results("upstream", 1, measurement("LIST", 300))))
                .markdown();

        assertThat(tables).contains("| GET | 60.0 | – |").contains("| LIST | – | 300 |");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0.456 | 0.46", "9.999 | 10.00", "12.34 | 12.3", "123.4 | 123", "12345.6 | 12,346", "NaN | –"})
    @DisplayName("writes numbers with three digits, or all before the point")
    void numbers(double value, String text) {
        assertThat(Comparison.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.123, 0.12×", "0.994, 0.99×", "0.999, 1.0×", "2.46, 2.5×"})
    @DisplayName("writes ratios below one with two places, and others with one")
    void ratio(double ratio, String text) {
        assertThat(Comparison.ratio(ratio)).isEqualTo(text);
    }
}

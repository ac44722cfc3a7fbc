package dev.caravel.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A measurement")
class MeasurementTest {
    @Test
    @DisplayName("shares the processor time among the operations, and counts them by the second")
    void shares() {
        Measurement measured = Measurement.of("GET", 200, 50_000_000, 4_000_000_000L, new Histogram(3), 17);

        assertThat(measured.cpuMicros()).isEqualTo(250);
        assertThat(measured.perSecond()).isEqualTo(50);
        assertThat(measured.bytes()).isEqualTo(17);
    }

    @Test
    @DisplayName("has the percentiles of the waits, in microseconds, to three digits")
    void percentiles() {
        Histogram nanos = new Histogram(3);
        for (int i = 1; i <= 1_000; i++) {
            nanos.recordValue(i * 1_000_000L);
        }

        Measurement measured = Measurement.of("GET", 1_000, 1, 1, nanos, 0);

        assertThat(measured.p50Micros()).isCloseTo(500_000, within(500.0));
        assertThat(measured.p90Micros()).isCloseTo(900_000, within(900.0));
        assertThat(measured.p99Micros()).isCloseTo(990_000, within(990.0));
        assertThat(measured.maxMicros()).isCloseTo(1_000_000, within(1_000.0));
    }
}

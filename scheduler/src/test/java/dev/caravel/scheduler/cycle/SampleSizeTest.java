package dev.caravel.scheduler.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSizeTest {
    @ParameterizedTest(name = "{0} % of {1} nodes: {2}")
    @DisplayName("In small clusters all nodes are looked at, in large ones a share that shrinks as they grow")
    @CsvSource({
        "0, 10, 10",
        "0, 100, 100",
        "0, 1000, 420",
        "0, 6000, 300",
        "0, 10000, 500",
        "40, 1000, 400",
        "10, 500, 100",
        "100, 5000, 5000",
    })
    void size(int percentage, int nodes, int expected) {
        assertThat(new SampleSize(percentage).of(nodes)).isEqualTo(expected);
    }
}

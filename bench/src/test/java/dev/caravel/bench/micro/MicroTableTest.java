package dev.caravel.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.bench.micro.MicroTable.Row;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of the micro-benchmarks")
class MicroTableTest {
    @Test
    @DisplayName("has a line for each, and says when something is not known")
    void lines() {
        MicroTable table = new MicroTable(List.of(
                new Row("Codec.readJson", 23.4567, 1.2, 20_480),
                new Row("FanOut (watches=1)", 2, Double.NaN, Double.NaN)));

        assertThat(table.markdown())
                .contains("| Codec.readJson | 23.457 | 1.200 | 20,480 |\n")
                .contains("| FanOut (watches=1) | 2.000 | – | – |\n");
    }
}

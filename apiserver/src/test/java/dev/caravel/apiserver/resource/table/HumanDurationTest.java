package dev.caravel.apiserver.resource.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A duration for people")
class HumanDurationTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "-PT5S, <invalid>",
        "PT0S, 0s",
        "PT119S, 119s",
        "PT2M, 2m",
        "PT5M3S, 5m3s",
        "PT10M59S, 10m",
        "PT179M, 179m",
        "PT3H, 3h",
        "PT3H5M, 3h5m",
        "PT8H30M, 8h",
        "PT47H, 47h",
        "P2D, 2d",
        "P2DT5H, 2d5h",
        "P8D, 8d",
        "P729D, 729d",
        "P730D, 2y",
        "P731D, 2y1d",
        "P3000D, 8y",
    })
    void reads(String duration, String text) {
        assertThat(HumanDuration.of(Duration.parse(duration))).isEqualTo(text);
    }
}

package dev.caravel.kubelet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A duration as Go writes it")
class GoDurationTest {
    @ParameterizedTest(name = "{0} is {1} ms")
    @DisplayName("is read")
    @CsvSource({"0,0", "10s,10000", "1m30s,90000", "1.5h,5400000", "250ms,250", "1h0m0.5s,3600500"})
    void parse(String text, long millis) {
        assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest(name = "{1} ms are {0}")
    @DisplayName("is written")
    @CsvSource({
        "0s,0",
        "12ms,12",
        "1.5s,1500",
        "10s,10000",
        "1m20s,80000",
        "2m40s,160000",
        "5m0s,300000",
        "1h0m0s,3600000"
    })
    void format(String text, long millis) {
        assertThat(GoDuration.format(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @DisplayName("is refused when it is none")
    @ValueSource(strings = {"", "10", "s", "1x", "1s2", "x1s"})
    void invalid(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text)).hasMessage("time: invalid duration \"" + text + "\"");
    }
}

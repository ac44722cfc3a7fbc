package dev.caravel.machinery.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Durations of flags")
class DurationConverterTest {
    @ParameterizedTest
    @CsvSource({
        "15s, PT15S",
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        "100ms, PT0.1S",
        "0, PT0S",
        "-2m0s, PT-2M",
        "12h0m0s, PT12H"
    })
    @DisplayName("are read as Go writes them")
    void reads(String text, Duration expected) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "s", "1h x", "1h30"})
    @DisplayName("are refused when they are not")
    void refuses(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).hasMessageContaining("invalid duration");
    }
}

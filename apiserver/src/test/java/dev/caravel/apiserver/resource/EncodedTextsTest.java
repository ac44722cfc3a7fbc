package dev.caravel.apiserver.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A text that stands for a time")
class EncodedTextsTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05+02:00"})
    @DisplayName("is of RFC 3339")
    void times(String text) {
        assertThat(EncodedTexts.timeFault(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-02",
                "2026-01-02T03:04Z",
                "2026-13-02T03:04:05Z",
                "2026-01-02T25:04:05Z",
                "+12026-01-02T03:04:05Z",
                "2026-01-02T03:04:05",
                "2026-01-02T03:04:05+99:99"
            })
    @DisplayName("is refused when Go's clients could not read it")
    void noTimes(String text) {
        assertThat(EncodedTexts.timeFault(text))
                .hasValue("parsing time \"%s\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"%s\" as \"2006\""
                        .formatted(text, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123Z", "2026-01-02T03:04:05.1234567Z"})
    @DisplayName("has six digits of a second where it has microseconds")
    void microTimes(String text) {
        assertThat(EncodedTexts.microTimeFault("2026-01-02T03:04:05.123456Z")).isEmpty();
        assertThat(EncodedTexts.microTimeFault(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1", "1h1", "PT1S"})
    @DisplayName("or for a duration is of Go's form")
    void durations(String text) {
        assertThat(EncodedTexts.durationFault("1h2m3.5s")).isEmpty();
        assertThat(EncodedTexts.durationFault(text)).isPresent();
    }
}

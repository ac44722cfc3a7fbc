package dev.caravel.deploy.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The end of a process is told")
class EndingTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            1   | died after 7 s with exit code 1: no such flag
            127 | died after 7 s with exit code 127: no such flag
            128 | died after 7 s with exit code 128: no such flag
            132 | died after 7 s by signal 4: no such flag
            137 | died after 7 s by signal 9: no such flag
            255 | died after 7 s with exit code 255: no such flag
            """)
    @DisplayName("with its exit code or the signal that ended it, and what it said last")
    void exitCodes(int code, String words) {
        assertThat(new Ending(Duration.ofMillis(7200), OptionalInt.of(code), "no such flag").words())
                .isEqualTo(words);
    }

    @Test
    @DisplayName("without an exit code when an earlier supervisor had started it")
    void adopted() {
        assertThat(new Ending(Duration.ofSeconds(90), OptionalInt.empty(), "it said nothing").words())
                .isEqualTo("died after 90 s: it said nothing");
    }
}

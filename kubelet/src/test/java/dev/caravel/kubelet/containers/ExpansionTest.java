package dev.caravel.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Expansion of $(NAME)")
class ExpansionTest {
    private static final Map<String, String> VARIABLES = Map.of("A", "1", "B", "$(A)", "EMPTY", "");

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("replaces known names once and leaves everything else as written")
    @CsvSource({
        "plain,plain",
        "$(A),1",
        "x$(A)y$(A)z,x1y1z",
        "$(B),$(A)",
        "$(EMPTY)!,!",
        "$(UNKNOWN),$(UNKNOWN)",
        "$$(A),$(A)",
        "$$$(A),$1",
        "$$$$(A),$$(A)",
        "$A,$A",
        "$,$",
        "$(A,$(A",
        "a$$b,a$b",
    })
    void expands(String text, String expected) {
        assertThat(Expansion.expand(text, VARIABLES)).isEqualTo(expected);
    }
}

package dev.caravel.controllers.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("--controllers")
class ControllerSelectionTest {
    private static final Set<String> KNOWN = Set.of("a", "b");

    @ParameterizedTest(name = "{0}: a {1}, b {2}")
    @CsvSource({"'*', true, true", "'*,-a', false, true", "a, true, false", "-a, false, false", "'a,*', true, true"})
    @DisplayName("takes all, some, or all but some")
    void selects(String words, boolean a, boolean b) {
        ControllerSelection selection = new ControllerSelection(List.of(words.split(",")), KNOWN);

        assertThat(selection.includes("a")).isEqualTo(a);
        assertThat(selection.includes("b")).isEqualTo(b);
    }

    @Test
    @DisplayName("refuses a name that is none")
    void unknown() {
        assertThatThrownBy(() -> new ControllerSelection(List.of("c"), KNOWN))
                .hasMessage("\"c\" is not in the list of known controllers");
    }
}

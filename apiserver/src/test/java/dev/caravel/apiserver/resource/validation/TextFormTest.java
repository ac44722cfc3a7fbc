package dev.caravel.apiserver.resource.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The form of a text")
class TextFormTest {
    private static final TextForm FORM = TextForm.of("[a-z]([-a-z]*[a-z])?(\\.[a-z]([-a-z]*[a-z])?)*");

    @Test
    @DisplayName("is looked for in texts of any length, on a stack of any size")
    void anyLength() {
        assertThat(FORM.matches("a.b-c")).isTrue();
        assertThat(FORM.matches("a.b-")).isFalse();
        assertThat(FORM.matches("a.".repeat(500_000) + "a")).isTrue();
        assertThat(FORM.matches("a.".repeat(500_000))).isFalse();
    }

    @Test
    @DisplayName("is told of by its expression")
    void text() {
        assertThat(TextForm.of("a+")).hasToString("a+");
    }

    @Test
    @DisplayName("of names does not take the stack either")
    void names() {
        assertThat(Formats.dns1123Subdomain("a.".repeat(500_000) + "a")).hasSize(1);
    }
}

package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A program's name as a field manager")
class FieldManagersTest {
    @ParameterizedTest
    @DisplayName("is what its User-Agent has before the first slash")
    @CsvSource({
        "kubectl/v1.36.0 (linux/amd64) kubernetes/abc, kubectl",
        "Mozilla, Mozilla",
        "'', ''",
        "'a\u0007b/c', ab",
    })
    void prefix(String userAgent, String manager) {
        assertThat(FieldManagers.ofUserAgent(userAgent)).isEqualTo(manager);
    }

    @Test
    @DisplayName("is cut after 128 bytes, between letters")
    void length() {
        assertThat(FieldManagers.ofUserAgent("é".repeat(100))).isEqualTo("é".repeat(64));
    }
}

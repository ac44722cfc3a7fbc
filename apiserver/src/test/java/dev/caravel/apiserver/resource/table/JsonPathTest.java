package dev.caravel.apiserver.resource.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The path of a printer column")
class JsonPathTest {
    @ParameterizedTest
    @ValueSource(strings = {".a[99999999999]", ".a[-99999999999]", ".a[", ".a[?(@.b", "..a", "a b"})
    @DisplayName("is none when it cannot be read")
    void unreadable(String path) {
        assertThat(JsonPath.parse(path)).isEmpty();
    }

    @Test
    @DisplayName("may be of any length")
    void veryLong() {
        assertThat(JsonPath.parse("." + "a".repeat(100_000))).isPresent();
        assertThat(JsonPath.parse("." + "a\\.".repeat(50_000))).isPresent();
        assertThat(JsonPath.parse(".a".repeat(50_000))).isPresent();
    }
}

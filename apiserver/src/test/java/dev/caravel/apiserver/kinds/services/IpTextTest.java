package dev.caravel.apiserver.kinds.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An IP address as text")
class IpTextTest {
    @DisplayName("has one canonical form")
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "::, ::",
        "::1, ::1",
        "fd00::, fd00::",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    })
    void canonical(String text, String expected) {
        assertThat(IpText.canonical(text)).isEqualTo(expected);
    }

    @DisplayName("is never a name or half an address")
    @ParameterizedTest
    @ValueSource(strings = {"", "None", "localhost", "10.0.0", "10.0.0.256", "1.2.3.4.5", "fd00", ":::"})
    void refused(String text) {
        assertThat(IpText.parse(text)).isEmpty();
    }
}

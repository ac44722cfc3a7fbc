package dev.caravel.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The first address of a service range")
class ServiceRangeTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "10.96.0.0/16, 10.96.0.1",
        "10.96.7.9/12, 10.96.0.1",
        "0.0.0.0/8, 0.0.0.1",
        "240.0.0.0/24, 240.0.0.1",
        "fd00:10:96::/112, fd00:10:96:0:0:0:0:1",
        "ff00::/8, ff00:0:0:0:0:0:0:1",
    })
    @DisplayName("follows the network's own")
    void first(String range, String expected) {
        assertThat(ServiceRange.firstAddress(range)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.96.0.0", "host/24", "10.96.0.0/x"})
    @DisplayName("is not to be had of what is no range")
    void invalid(String range) {
        assertThatThrownBy(() -> ServiceRange.firstAddress(range)).isInstanceOf(IllegalArgumentException.class);
    }
}

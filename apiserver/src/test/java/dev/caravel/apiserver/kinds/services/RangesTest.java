package dev.caravel.apiserver.kinds.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A range to allocate from")
class RangesTest {
    @DisplayName("keeps a lower band for those who choose themselves, as KEP-3070 sizes it")
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/28, 10.0.0.1, 10.0.0.1",
        "10.0.0.0/24, 10.0.0.16, 10.0.0.1",
        "10.0.0.0/20, 10.0.1.0, 10.0.0.1",
        "10.0.0.0/16, 10.0.1.0, 10.0.0.1",
        "fd00::/120, fd00::10, fd00::1",
    })
    void bands(String cidr, String firstOfUpperBand, String first) {
        List<String> inOrder = AddressRange.parse(cidr)
                .candidates(alwaysZero())
                .limit(20_000_000)
                .toList();

        assertThat(inOrder.getFirst()).isEqualTo(firstOfUpperBand);
        assertThat(inOrder).doesNotHaveDuplicates().contains(first);
    }

    @DisplayName("of addresses excludes that of the network, and the broadcast one")
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.0, false",
        "10.0.0.0/24, 10.0.0.1, true",
        "10.0.0.0/24, 10.0.0.254, true",
        "10.0.0.0/24, 10.0.0.255, false",
        "10.0.0.7/24, 10.0.0.1, true",
        "10.0.0.0/24, 10.0.1.1, false",
        "10.0.0.0/24, fd00::1, false",
        "fd00::/120, fd00::ff, true",
        "fd00::/120, fd00::, false",
        "fd00::/64, fd00::ffff:1, true",
    })
    void contains(String cidr, String address, boolean expected) {
        assertThat(AddressRange.parse(cidr).contains(address)).isEqualTo(expected);
    }

    @DisplayName("is refused when it is none")
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/32", "x/24", "10.0.0.0/x"})
    void refused(String cidr) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(cidr));
    }

    @Test
    @DisplayName("of ports is written with a dash or a plus")
    void ports() {
        assertThat(PortRange.parse("30000-32767")).isEqualTo(PortRange.parse("30000+2768"));
        assertThat(PortRange.parse("30000-32767").candidates(alwaysZero()).findFirst())
                .contains(30086);
        assertThatIllegalArgumentException().isThrownBy(() -> PortRange.parse("2-1"));
    }

    private static Random alwaysZero() {
        return new Random() {
            @Override
            public long nextLong(long bound) {
                return 0;
            }
        };
    }
}

package dev.caravel.controllers.nodeipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The pool of pod CIDRs")
class CidrPoolTest {

    @ParameterizedTest(name = "of {0} by /{1}, {2} taken: {3}")
    @CsvSource({
        "10.244.0.0/16, 24, '', 10.244.0.0/24",
        "10.244.0.0/16, 24, 10.244.0.0/24, 10.244.1.0/24",
        "10.244.0.0/16, 24, 10.244.0.0/24 10.244.2.0/24, 10.244.1.0/24",
        "10.244.0.0/16, 24, 10.244.0.128/25, 10.244.1.0/24",
        "10.244.0.0/23, 24, 10.244.0.0/24 10.244.1.0/24, ",
        "fd00:10::/48, 64, fd00:10::/64, fd00:10:0:1:0:0:0:0/64",
    })
    @DisplayName("gives the first that is free")
    void first(String cluster, int mask, String taken, String expected) {
        List<String> used = taken.isEmpty() ? List.of() : List.of(taken.split(" "));

        assertThat(new CidrPool(cluster, mask, List.of()).next(used).orElse(null))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("never gives what services use")
    void reserved() {
        assertThat(new CidrPool("10.96.0.0/15", 24, List.of("10.96.0.0/16")).next(List.of()))
                .contains("10.97.0.0/24");
    }

    @Test
    @DisplayName("refuses a mask that does not fit")
    void refuses() {
        assertThatThrownBy(() -> new CidrPool("10.244.0.0/24", 16, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.caravel.machinery.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest(name = "{0} is written {1}")
    @DisplayName("A quantity is written in canonical form, in the form it was read in")
    @CsvSource({
        "0, 0",
        "0Ki, 0",
        "0.0, 0",
        "1, 1",
        "-1, -1",
        "1.5, 1500m",
        "0.5, 500m",
        "100m, 100m",
        "1000m, 1",
        "1000, 1k",
        "1500, 1500",
        "100000, 100k",
        "1000000k, 1G",
        "1.5Gi, 1536Mi",
        "1024Ki, 1Mi",
        "1023Ki, 1023Ki",
        "0.5Mi, 512Ki",
        "0.5Ki, 512",
        "0.001Ki, 1024m",
        "0.0001Ki, 102400u",
        "1e3, 1e3",
        "12E6, 12E6",
        "1000e0, 1e3",
        "100e4, 1e6",
        "5E, 5E",
        ".5, 500m",
        "1n, 1n",
        "0.1n, 1n",
        "-0.1n, -1n",
        "1.0000000001, 1000000001n",
        "9223372036854775807, 9223372036854775807",
        "8Ei, 9223372036854775807",
        "10000E, 10000E",
        "4Gi, 4Gi",
        "110, 110",
        "3920m, 3920m",
        "16393244Ki, 16393244Ki",
    })
    void isWrittenInCanonicalForm(String text, String canonical) {
        assertThat(Quantity.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A text that upstream takes for canonical is kept as written")
    @ValueSource(strings = {"1.500", "+5", "005", "5E3", "1.G", "1.234567"})
    void keepsTextsTakenForCanonical(String text) {
        assertThat(Quantity.parse(text)).hasToString(text);
    }

    @ParameterizedTest(name = "\"{0}\": {1}")
    @DisplayName("What is not a quantity is refused with upstream's words")
    @CsvSource({
        "'', quantities must match",
        "-, quantities must match",
        "1 Gi, quantities must match",
        "1Gib, quantities must match",
        "0x10, quantities must match",
        "1.2.3, quantities must match",
        "., unable to parse numeric part",
        "1K, unable to parse quantity's suffix",
        "1mm, unable to parse quantity's suffix",
        "1e99999999999, unable to parse quantity's suffix",
    })
    void refuses(String text, String message) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(QuantityFormatException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest(name = "{0} is {1} units, {2} thousandths")
    @DisplayName("Whole units and thousandths are rounded away from zero and held within long")
    @CsvSource({
        "1500m, 2, 1500",
        "-1500m, -2, -1500",
        "1n, 1, 1",
        "1Gi, 1073741824, 1073741824000",
        "9E, 9000000000000000000, 9223372036854775807",
        "1e30, 9223372036854775807, 9223372036854775807",
        "-1e1000000, -9223372036854775808, -9223372036854775808",
        "0, 0, 0",
    })
    void roundsUp(String text, long units, long thousandths) {
        Quantity quantity = Quantity.parse(text);

        assertThat(quantity.toLong()).isEqualTo(units);
        assertThat(quantity.toMilli()).isEqualTo(thousandths);
    }

    @ParameterizedTest(name = "{0} + {1} = {2}")
    @DisplayName("A sum takes the form of its first part, unless that is zero")
    @CsvSource({"1Gi, 512Mi, 1536Mi", "100m, 900m, 1", "0, 1Ki, 1Ki", "1, 1Ki, 1025"})
    void adds(String first, String second, String sum) {
        assertThat(Quantity.parse(first).plus(Quantity.parse(second))).hasToString(sum);
        assertThat(Quantity.parse(sum).minus(Quantity.parse(second))).isEqualTo(Quantity.parse(first));
    }
}

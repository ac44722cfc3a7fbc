package dev.caravel.apiserver.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A number in JSON")
class FiniteNumbersTest {
    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e999999999", "1e2147483648", "1e99999999999", "123456.7e308"})
    @DisplayName("is refused when it is beyond a float64, before anybody counts with it")
    void tooLarge(String number) {
        byte[] document = ("{\"a\":" + number + "}").getBytes();

        assertThatThrownBy(() -> JsonCodec.read(document))
                .isInstanceOf(JsonParseException.class)
                .hasMessageContaining("json: cannot unmarshal number " + number + " into Go value of type float64");
        assertThatThrownBy(() -> JsonCodec.strictReader(document).read()).isInstanceOf(JsonParseException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1e-999999999, 0",
        "1e-2147483647, 0",
        "1e-400, 0",
        "0e999999999, 0",
        "1e308, 1e308",
        "1.50, 1.50",
        "1e-300, 1e-300"
    })
    @DisplayName("is what it says, or nothing when it is too small for a float64")
    void taken(String number, BigDecimal value) throws IOException {
        byte[] document = ("{\"a\":" + number + "}").getBytes();

        assertThat(JsonCodec.read(document).get("a").decimalValue()).isEqualByComparingTo(value);
        assertThat(JsonCodec.strictReader(document).read().get("a").decimalValue())
                .isEqualByComparingTo(value);
    }
}

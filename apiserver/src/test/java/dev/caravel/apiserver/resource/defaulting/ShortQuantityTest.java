package dev.caravel.apiserver.resource.defaulting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.machinery.quantity.Quantity;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A short quantity")
class ShortQuantityTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti"})
    @DisplayName("is canonical, and no finer than a thousandth")
    void canonical(String unit) {
        assertThat(IntStream.range(1, 1_000).mapToObj(number -> number + unit))
                .allMatch(ShortQuantity::is)
                .allSatisfy(text -> {
                    Quantity quantity = Quantity.parse(text);
                    assertThat(quantity).hasToString(text);
                    assertThat(quantity.amount().stripTrailingZeros().scale()).isLessThanOrEqualTo(3);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "0", "01", "1000m", "1024Mi", "1.5", "-1", "1e3", "1u", "1 ", "+1", "1E", "1Ei"})
    @DisplayName("is none that may have another form")
    void others(String text) {
        assertThat(ShortQuantity.is(text)).isFalse();
    }
}

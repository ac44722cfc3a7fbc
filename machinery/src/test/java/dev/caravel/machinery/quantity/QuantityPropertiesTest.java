package dev.caravel.machinery.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Quantities, whatever the amount")
class QuantityPropertiesTest {
    @Property
    @Label("The canonical form means the same amount and is its own canonical form")
    void canonicalFormIsAFixedPoint(@ForAll("texts") String text) {
        Quantity quantity = Quantity.parse(text);
        Quantity again = Quantity.parse(quantity.canonical());

        assertThat(again).isEqualTo(quantity).hasSameHashCodeAs(quantity);
        assertThat(again.canonical()).isEqualTo(quantity.canonical());
    }

    @Property
    @Label("Quantities order as their amounts")
    void ordersAsAmounts(@ForAll long a, @ForAll long b) {
        Quantity first = Quantity.ofMilli(a, QuantityFormat.DECIMAL_SI);
        Quantity second = Quantity.ofMilli(b, QuantityFormat.BINARY_SI);

        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Long.compare(a, b));
        assertThat(first.plus(second).amount())
                .isEqualByComparingTo(BigDecimal.valueOf(a, 3).add(BigDecimal.valueOf(b, 3)));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> sign = Arbitraries.of("", "-", "+");
        Arbitrary<String> whole = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> fraction = Arbitraries.strings()
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(digits -> "." + digits)
                .injectNull(0.5)
                .map(digits -> digits == null ? "" : digits);
        Arbitrary<String> suffix = Arbitraries.of(
                "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "E-4",
                "e+7");
        return Combinators.combine(sign, whole, fraction, suffix).as((s, w, f, x) -> s + w + f + x);
    }
}

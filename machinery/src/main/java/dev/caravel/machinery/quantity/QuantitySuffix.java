package dev.caravel.machinery.quantity;

import java.util.Map;
import java.util.Optional;

/** What follows the number of a quantity: a power of two or of ten, and the form that it belongs to. */
record QuantitySuffix(QuantityFormat format, int exponent) {
    /** Beyond this no quantity means anything; keeps arithmetic on scales far from overflow. */
    private static final int EXPONENT_LIMIT = 1_000_000;

    private static final Map<String, QuantitySuffix> BY_TEXT = Map.ofEntries(
            Map.entry("n", decimal(-9)),
            Map.entry("u", decimal(-6)),
            Map.entry("m", decimal(-3)),
            Map.entry("", decimal(0)),
            Map.entry("k", decimal(3)),
            Map.entry("M", decimal(6)),
            Map.entry("G", decimal(9)),
            Map.entry("T", decimal(12)),
            Map.entry("P", decimal(15)),
            Map.entry("E", decimal(18)),
            Map.entry("Ki", binary(10)),
            Map.entry("Mi", binary(20)),
            Map.entry("Gi", binary(30)),
            Map.entry("Ti", binary(40)),
            Map.entry("Pi", binary(50)),
            Map.entry("Ei", binary(60)));

    private static final String[] DECIMAL_TEXTS = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    private static final String[] BINARY_TEXTS = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

    static Optional<QuantitySuffix> parse(String text) {
        QuantitySuffix known = BY_TEXT.get(text);
        if (known != null) {
            return Optional.of(known);
        }
        if (text.length() < 2 || (text.charAt(0) != 'e' && text.charAt(0) != 'E')) {
            return Optional.empty();
        }
        try {
            int exponent = Integer.parseInt(text, 1, text.length(), 10);
            return Math.abs((long) exponent) > EXPONENT_LIMIT
                    ? Optional.empty()
                    : Optional.of(new QuantitySuffix(QuantityFormat.DECIMAL_EXPONENT, exponent));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** @param exponent a multiple of 3 from -9 to 18 */
    static String decimalText(int exponent) {
        return DECIMAL_TEXTS[exponent / 3 + 3];
    }

    /** @param power of 1024, from 0 to 6 */
    static String binaryText(int power) {
        return BINARY_TEXTS[power];
    }

    private static QuantitySuffix decimal(int exponent) {
        return new QuantitySuffix(QuantityFormat.DECIMAL_SI, exponent);
    }

    private static QuantitySuffix binary(int exponent) {
        return new QuantitySuffix(QuantityFormat.BINARY_SI, exponent);
    }
}

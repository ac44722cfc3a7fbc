package dev.caravel.machinery.quantity;

import static dev.caravel.machinery.quantity.QuantityFormatException.BAD_NUMBER;
import static dev.caravel.machinery.quantity.QuantityFormatException.BAD_SUFFIX;
import static dev.caravel.machinery.quantity.QuantityFormatException.MALFORMED;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Reads the grammar {@code [sign] digits [. digits] suffix}; one use per text. */
final class QuantityParser {
    private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int NANO_SCALE = 9;
    /** Digits that upstream's machine-word path takes; only there does it keep the text as written. */
    private static final int WORD_DIGITS = 18;

    private static final int BINARY_WORD_DIGITS = 15;
    private static final String SUFFIX_LETTERS = "eEinumkKMGTP";

    private final String text;
    private int position;

    QuantityParser(String text) {
        this.text = text;
    }

    Quantity parse() {
        if (text.isEmpty()) {
            throw new QuantityFormatException(MALFORMED);
        }
        boolean negative = text.charAt(0) == '-';
        if (negative || text.charAt(0) == '+') {
            position++;
        }
        if (position == text.length()) {
            throw new QuantityFormatException(MALFORMED);
        }
        String whole = digits();
        String fraction = "";
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            fraction = digits();
        }
        QuantitySuffix suffix = suffix();
        if (whole.isEmpty() && fraction.isEmpty()) {
            throw new QuantityFormatException(BAD_NUMBER);
        }
        String significant = withoutLeadingZeros(whole);
        BigInteger unscaled = new BigInteger(significant + fraction);
        BigDecimal magnitude = magnitude(unscaled, fraction.length(), suffix);
        QuantityFormat format = suffix.format();
        if (format == QuantityFormat.BINARY_SI) {
            magnitude = magnitude.min(MAX_BINARY);
            if (!keepsText(significant, fraction, suffix)
                    && magnitude.signum() > 0
                    && magnitude.compareTo(BigDecimal.ONE) < 0) {
                format = QuantityFormat.DECIMAL_SI;
            }
        }
        return new Quantity(
                negative ? magnitude.negate() : magnitude,
                format,
                keepsText(significant, fraction, suffix) ? text : null);
    }

    private static BigDecimal magnitude(BigInteger unscaled, int fractionDigits, QuantitySuffix suffix) {
        BigDecimal magnitude = suffix.format() == QuantityFormat.BINARY_SI
                ? new BigDecimal(unscaled.shiftLeft(suffix.exponent()), fractionDigits)
                : new BigDecimal(unscaled, fractionDigits - suffix.exponent());
        if (magnitude.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (magnitude.scale() <= NANO_SCALE) {
            return magnitude;
        }
        // Who asks for too small an amount gets the smallest there is, not nothing.
        return magnitude.precision() - magnitude.scale() < -NANO_SCALE
                ? BigDecimal.ONE.scaleByPowerOfTen(-NANO_SCALE)
                : magnitude.setScale(NANO_SCALE, RoundingMode.UP);
    }

    /** Upstream takes a text of this shape for canonical without a closer look, so {@code 1.500} stays as it is. */
    private static boolean keepsText(String significant, String fraction, QuantitySuffix suffix) {
        String shifted = significant + fraction;
        if (suffix.format() == QuantityFormat.BINARY_SI) {
            return fraction.isEmpty()
                    && BINARY_WORD_DIGITS - shifted.length() - (int) (suffix.exponent() * 3f / 10) - 1 >= 0
                    && (Long.parseLong(shifted) & 7) != 0;
        }
        int scale = suffix.exponent() - fraction.length();
        return shifted.length() <= WORD_DIGITS
                && scale >= -NANO_SCALE
                && scale % 3 == 0
                && !shifted.endsWith("000")
                && shifted.charAt(0) != '0';
    }

    private String digits() {
        int start = position;
        while (position < text.length() && isDigit(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private QuantitySuffix suffix() {
        int start = position;
        while (position < text.length() && SUFFIX_LETTERS.indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        if (position < text.length() && (text.charAt(position) == '-' || text.charAt(position) == '+')) {
            position++;
        }
        digits();
        if (position < text.length()) {
            throw new QuantityFormatException(MALFORMED);
        }
        return QuantitySuffix.parse(text.substring(start)).orElseThrow(() -> new QuantityFormatException(BAD_SUFFIX));
    }

    private static String withoutLeadingZeros(String digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros == digits.length() ? "0" : digits.substring(zeros);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

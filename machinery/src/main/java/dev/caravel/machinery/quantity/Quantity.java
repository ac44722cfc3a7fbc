package dev.caravel.machinery.quantity;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact amount of a resource: {@code 100m}, {@code 1.5Gi}, {@code 12e6}.
 *
 * <p>Immutable. Two quantities are equal when their amounts are, however they are written. {@link #toString} is the
 * canonical form: nothing lost, no fraction, the largest suffix.
 */
public final class Quantity implements Comparable<Quantity> {
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, QuantityFormat.DECIMAL_SI, "0");

    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final BigInteger KIBI_INTEGER = BigInteger.valueOf(1024);
    private static final int LARGEST_DECIMAL_SUFFIX = 18;
    private static final int LARGEST_BINARY_POWER = 6;

    private final BigDecimal amount;
    private final QuantityFormat format;
    /** The text it is known to be written as, or null until asked for. A race writes equal values. */
    private String text;

    Quantity(BigDecimal amount, QuantityFormat format, String text) {
        this.amount = requireNonNull(amount, "amount is null");
        this.format = requireNonNull(format, "format is null");
        this.text = text;
    }

    /**
     * Reads a quantity; amounts finer than a billionth are rounded away from zero.
     *
     * @throws QuantityFormatException when {@code text} is not one
     */
    public static Quantity parse(String text) {
        requireNonNull(text, "text is null");
        return text.equals("0") ? ZERO : new QuantityParser(text).parse();
    }

    public static Quantity of(long amount, QuantityFormat format) {
        return new Quantity(BigDecimal.valueOf(amount), format, null);
    }

    public static Quantity ofMilli(long thousandths, QuantityFormat format) {
        return new Quantity(BigDecimal.valueOf(thousandths, 3), format, null);
    }

    public BigDecimal amount() {
        return amount;
    }

    public QuantityFormat format() {
        return format;
    }

    public int signum() {
        return amount.signum();
    }

    public boolean isInteger() {
        return amount.signum() == 0 || amount.stripTrailingZeros().scale() <= 0;
    }

    /** The amount in whole units, rounded away from zero and held within the range of long. */
    public long toLong() {
        return scaled(0);
    }

    /** The amount in thousandths, rounded away from zero and held within the range of long. */
    public long toMilli() {
        return scaled(3);
    }

    public Quantity plus(Quantity other) {
        return new Quantity(amount.add(other.amount), signum() == 0 ? other.format : format, null);
    }

    public Quantity minus(Quantity other) {
        return new Quantity(amount.subtract(other.amount), signum() == 0 ? other.format : format, null);
    }

    public Quantity negate() {
        return new Quantity(amount.negate(), format, null);
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && amount.compareTo(quantity.amount) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = canonical();
            text = known;
        }
        return known;
    }

    /** The canonical form even where the text as written is kept. */
    public String canonical() {
        if (amount.signum() == 0) {
            return "0";
        }
        boolean binary = format == QuantityFormat.BINARY_SI && amount.abs().compareTo(KIBI) >= 0 && isInteger();
        return binary ? canonicalBinary() : canonicalDecimal();
    }

    private String canonicalBinary() {
        BigInteger mantissa = amount.toBigIntegerExact();
        int power = 0;
        while (power < LARGEST_BINARY_POWER) {
            BigInteger[] parts = mantissa.divideAndRemainder(KIBI_INTEGER);
            if (parts[1].signum() != 0) {
                break;
            }
            mantissa = parts[0];
            power++;
        }
        return mantissa + QuantitySuffix.binaryText(power);
    }

    private String canonicalDecimal() {
        BigDecimal stripped = amount.stripTrailingZeros();
        int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
        if (format != QuantityFormat.DECIMAL_EXPONENT) {
            exponent = Math.min(exponent, LARGEST_DECIMAL_SUFFIX);
        }
        BigInteger mantissa = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact();
        if (format == QuantityFormat.DECIMAL_EXPONENT) {
            return exponent == 0 ? mantissa.toString() : mantissa + "e" + exponent;
        }
        return mantissa + QuantitySuffix.decimalText(exponent);
    }

    private long scaled(int places) {
        BigDecimal scaled = amount.scaleByPowerOfTen(places);
        if (scaled.compareTo(LONG_MAX) >= 0) {
            return Long.MAX_VALUE;
        }
        if (scaled.compareTo(LONG_MIN) <= 0) {
            return Long.MIN_VALUE;
        }
        return scaled.setScale(0, RoundingMode.UP).longValueExact();
    }
}

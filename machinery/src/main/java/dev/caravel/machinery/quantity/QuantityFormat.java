package dev.caravel.machinery.quantity;

/** How a quantity is written; a quantity remembers the form it was read in. */
public enum QuantityFormat {
    /** Powers of 1024: {@code 12Mi}. */
    BINARY_SI,
    /** Powers of 1000: {@code 12M}, {@code 100m}. */
    DECIMAL_SI,
    /** Scientific: {@code 12e6}. */
    DECIMAL_EXPONENT
}

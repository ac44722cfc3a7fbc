package dev.caravel.machinery.quantity;

/** The text is not a quantity; the message is upstream's, fit for a field error. */
public final class QuantityFormatException extends IllegalArgumentException {
    static final String MALFORMED =
            "quantities must match the regular expression " + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    static final String BAD_NUMBER = "unable to parse numeric part of quantity";
    static final String BAD_SUFFIX = "unable to parse quantity's suffix";

    QuantityFormatException(String message) {
        super(message);
    }
}

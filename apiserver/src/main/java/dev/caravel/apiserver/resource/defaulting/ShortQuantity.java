package dev.caravel.apiserver.resource.defaulting;

import java.util.Set;

/** Quantities that are seen to be canonical, and no finer than a thousandth, without being counted: as most are. Pure. */
final class ShortQuantity {
    /** Fewer than a thousand of one unit are not any of the next. */
    private static final int MAX_DIGITS = 3;

    private static final Set<String> UNITS = Set.of("", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti");

    private ShortQuantity() {}

    static boolean is(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits > 0 && digits <= MAX_DIGITS && text.charAt(0) != '0' && UNITS.contains(text.substring(digits));
    }
}

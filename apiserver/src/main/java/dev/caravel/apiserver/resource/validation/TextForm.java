package dev.caravel.apiserver.resource.validation;

import java.util.regex.Pattern;

/**
 * A form that whole texts have or have not. The JDK's matcher is the faster one, but takes a piece of the stack for each
 * repetition of a group: what is longer than any text of the form is left to RE2. Thread-safe.
 */
public final class TextForm {
    private static final int SHORT = 1_024;

    private final Pattern pattern;
    private volatile com.google.re2j.Pattern ofAnyLength;

    private TextForm(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @param expression without what RE2 does not know: look-around, back references, possessive quantifiers */
    public static TextForm of(String expression) {
        return new TextForm(Pattern.compile(expression));
    }

    public boolean matches(String text) {
        return text.length() <= SHORT
                ? pattern.matcher(text).matches()
                : ofAnyLength().matcher(text).matches();
    }

    private com.google.re2j.Pattern ofAnyLength() {
        if (ofAnyLength == null) {
            ofAnyLength = com.google.re2j.Pattern.compile(pattern.pattern());
        }
        return ofAnyLength;
    }

    /** The regular expression. */
    @Override
    public String toString() {
        return pattern.pattern();
    }
}

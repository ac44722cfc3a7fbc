package dev.caravel.apiserver.cel;

import java.util.Optional;
import java.util.Set;

/**
 * How the fields of declared types are called in expressions: names that are no CEL identifiers are escaped
 * ({@code a-b} is {@code a__dash__b}, {@code namespace} is {@code __namespace__}).
 */
public final class FieldNames {
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private FieldNames() {}

    /** Empty for names that cannot be written in an expression: those fields are out of its reach. */
    public static Optional<String> escape(String name) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return Optional.empty();
        }
        if (RESERVED.contains(name)) {
            return Optional.of("__" + name + "__");
        }
        StringBuilder escaped = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == '_' && i + 1 < name.length() && name.charAt(i + 1) == '_') {
                escaped.append("__underscores__");
                i++;
            } else if (letter == '.') {
                escaped.append("__dot__");
            } else if (letter == '-') {
                escaped.append("__dash__");
            } else if (letter == '/') {
                escaped.append("__slash__");
            } else if (letter == '_' || isDigit(letter) || isLetter(letter)) {
                escaped.append(letter);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(escaped.toString());
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    private static boolean isLetter(char letter) {
        return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z';
    }
}

package dev.caravel.apiserver.cel;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** Two underscores begin an escape, unless they end one. */
    private static final Pattern ESCAPE = Pattern.compile("__(?:[a-z]+__)?");

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

    /** What was escaped; empty when the name can be no escaped one. */
    public static Optional<String> unescape(String escaped) {
        if (escaped.startsWith("__") && escaped.endsWith("__") && escaped.length() > 4) {
            String reserved = escaped.substring(2, escaped.length() - 2);
            if (RESERVED.contains(reserved)) {
                return Optional.of(reserved);
            }
        }
        Matcher escapes = ESCAPE.matcher(escaped);
        StringBuilder name = new StringBuilder();
        while (escapes.find()) {
            String letters =
                    switch (escapes.group()) {
                        case "__dot__" -> ".";
                        case "__dash__" -> "-";
                        case "__slash__" -> "/";
                        case "__underscores__" -> "__";
                        default -> null;
                    };
            if (letters == null) {
                return Optional.empty();
            }
            escapes.appendReplacement(name, letters);
        }
        return Optional.of(escapes.appendTail(name).toString());
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    private static boolean isLetter(char letter) {
        return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z';
    }
}

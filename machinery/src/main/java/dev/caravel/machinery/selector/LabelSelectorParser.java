package dev.caravel.machinery.selector;

import dev.caravel.machinery.selector.LabelSelector.Operator;
import dev.caravel.machinery.selector.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A recursive-descent reader of label selectors. Not thread-safe. */
final class LabelSelectorParser {
    private static final Set<String> SYMBOLS = Set.of("=", "==", "!=", "(", ")", ",", "!", "<", ">");
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)");
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final int MAX_NAME = 63;

    private final String text;
    private int position;

    LabelSelectorParser(String text) {
        this.text = text;
    }

    LabelSelector parse() {
        List<Requirement> requirements = new ArrayList<>();
        while (true) {
            requirements.add(requirement());
            String next = next();
            if (next.isEmpty()) {
                return new LabelSelector(requirements);
            }
            if (!next.equals(",")) {
                throw unexpected(next, "',' or 'end of string'");
            }
            String after = peek();
            if (after.isEmpty() || SYMBOLS.contains(after) && !after.equals("!")) {
                throw new IllegalArgumentException("found '%s', expected: identifier after ','".formatted(after));
            }
        }
    }

    private Requirement requirement() {
        if (peek().equals("!")) {
            next();
            return new Requirement(key(), Operator.DOES_NOT_EXIST, List.of());
        }
        String key = key();
        String operator = peek();
        if (operator.isEmpty() || operator.equals(",")) {
            return new Requirement(key, Operator.EXISTS, List.of());
        }
        next();
        return switch (operator) {
            case "=", "==" -> new Requirement(key, Operator.IN, List.of(value()));
            case "!=" -> new Requirement(key, Operator.NOT_IN, List.of(value()));
            case "in" -> new Requirement(key, Operator.IN, values());
            case "notin" -> new Requirement(key, Operator.NOT_IN, values());
            case ">" -> new Requirement(key, Operator.GREATER_THAN, List.of(number()));
            case "<" -> new Requirement(key, Operator.LESS_THAN, List.of(number()));
            default -> throw unexpected(operator, "in, notin, =, ==, !=, gt, lt");
        };
    }

    private String key() {
        String key = next();
        if (key.isEmpty() || SYMBOLS.contains(key)) {
            throw unexpected(key, "!, identifier, or 'end of string'");
        }
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        if (slash == 0
                || !isName(name)
                || slash > 0 && !PREFIX.matcher(key.substring(0, slash)).matches()) {
            throw new IllegalArgumentException("unable to parse requirement: <nil>: Invalid value: \"" + key
                    + "\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
                    + " an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation"
                    + " is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
        }
        return key;
    }

    private List<String> values() {
        String open = next();
        if (!open.equals("(")) {
            throw unexpected(open, "'('");
        }
        List<String> values = new ArrayList<>();
        while (true) {
            String token = peek();
            if (token.equals(",") || token.equals(")")) {
                values.add("");
            } else {
                values.add(value());
            }
            String separator = next();
            if (separator.equals(")")) {
                return values;
            }
            if (!separator.equals(",")) {
                throw unexpected(separator, "',', or ')'");
            }
        }
    }

    /** An absent value is the empty one: {@code app=}. */
    private String value() {
        String token = peek();
        if (token.isEmpty() || token.equals(",")) {
            return "";
        }
        next();
        if (SYMBOLS.contains(token)) {
            throw unexpected(token, "identifier");
        }
        if (!isName(token)) {
            throw new IllegalArgumentException("unable to parse requirement: values[0][]: Invalid value: \"" + token
                    + "\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
                    + " and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or"
                    + " '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
        }
        return token;
    }

    private String number() {
        String value = value();
        try {
            Long.parseLong(value);
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer", e);
        }
    }

    private static boolean isName(String text) {
        return text.length() <= MAX_NAME && NAME.matcher(text).matches();
    }

    private String peek() {
        int saved = position;
        String token = next();
        position = saved;
        return token;
    }

    /** The next symbol or word; empty at the end. */
    private String next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return "";
        }
        if (position + 1 < text.length() && SYMBOLS.contains(text.substring(position, position + 2))) {
            position += 2;
            return text.substring(position - 2, position);
        }
        if (isSymbol(text.charAt(position))) {
            position++;
            return text.substring(position - 1, position);
        }
        int start = position;
        while (position < text.length()
                && !isSymbol(text.charAt(position))
                && !Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private static boolean isSymbol(char c) {
        return "=!(),<>".indexOf(c) >= 0;
    }

    private static IllegalArgumentException unexpected(String found, String expected) {
        return new IllegalArgumentException(
                "unable to parse requirement: found '%s', expected: %s".formatted(found, expected));
    }
}

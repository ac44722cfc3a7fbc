package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.member;
import static dev.caravel.apiserver.cel.library.Type.STRING;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.UnsignedLong;
import dev.caravel.apiserver.cel.values.Times;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code '%s has %d'.format([name, count])}: the clauses of CEL's strings extension. */
final class TextFormat {
    private static final int MAX_PRECISION = 1000;
    private static final int DEFAULT_PRECISION = 6;

    private TextFormat() {}

    static Function function() {
        return Function.of(
                "format",
                member("string_format", SimpleType.STRING, STRING, Type.listOf(SimpleType.DYN), TextFormat::format));
    }

    private static String format(String pattern, Collection<?> arguments) {
        List<Object> values = new ArrayList<>(arguments);
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            if (letter != '%') {
                text.append(letter);
                continue;
            }
            i++;
            if (i < pattern.length() && pattern.charAt(i) == '%') {
                text.append('%');
                continue;
            }
            int precision = DEFAULT_PRECISION;
            if (i < pattern.length() && pattern.charAt(i) == '.') {
                int end = i + 1;
                while (end < pattern.length() && Character.isDigit(pattern.charAt(end))) {
                    end++;
                }
                precision = precision(pattern.substring(i + 1, end));
                i = end;
            }
            if (i >= pattern.length()) {
                throw new CelInvalidArgumentException("unexpected end of string");
            }
            if (next >= values.size()) {
                throw new CelInvalidArgumentException("index " + next + " out of range");
            }
            text.append(clause(pattern.charAt(i), precision, values.get(next++)));
        }
        return text.toString();
    }

    private static int precision(String digits) {
        if (digits.isEmpty() || digits.length() > 4 || Integer.parseInt(digits) > MAX_PRECISION) {
            throw new CelInvalidArgumentException("error while converting precision to integer: " + digits);
        }
        return Integer.parseInt(digits);
    }

    private static String clause(char verb, int precision, Object value) {
        return switch (verb) {
            case 's' -> text(value);
            case 'd' -> isInteger(value) || value instanceof Double ? text(value) : refuse("decimal", value);
            case 'f' ->
                value instanceof Number number ? fixed(number.doubleValue(), precision) : refuse("fixed-point", value);
            case 'e' ->
                value instanceof Number number
                        ? scientific(number.doubleValue(), precision)
                        : refuse("scientific", value);
            case 'b' ->
                switch (value) {
                    case Boolean truth -> truth ? "1" : "0";
                    case Long number -> Long.toString(number, 2);
                    case UnsignedLong number -> number.toString(2);
                    default -> refuse("binary", value);
                };
            case 'o' ->
                switch (value) {
                    case Long number -> Long.toString(number, 8);
                    case UnsignedLong number -> number.toString(8);
                    default -> refuse("octal", value);
                };
            case 'x' -> hexadecimal(value);
            case 'X' -> hexadecimal(value).toUpperCase(Locale.ROOT);
            default ->
                throw new CelInvalidArgumentException(
                        "could not parse formatting clause: unrecognized formatting clause \"" + verb + "\"");
        };
    }

    private static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof UnsignedLong;
    }

    private static String fixed(double number, int precision) {
        return Double.isFinite(number) ? String.format(Locale.ROOT, "%." + precision + "f", number) : special(number);
    }

    private static String scientific(double number, int precision) {
        return Double.isFinite(number) ? String.format(Locale.ROOT, "%." + precision + "e", number) : special(number);
    }

    private static String special(double number) {
        return Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
    }

    private static String hexadecimal(Object value) {
        return switch (value) {
            case Long number -> Long.toString(number, 16);
            case UnsignedLong number -> number.toString(16);
            case String text -> HexFormat.of().formatHex(text.getBytes(UTF_8));
            case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
            default -> refuse("hex", value);
        };
    }

    private static String refuse(String clause, Object value) {
        throw new CelInvalidArgumentException("error during formatting: " + clause + " clause cannot be used on "
                + (value == null ? "null" : value.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
    }

    private static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Double number -> number(number);
            case NullValue _ -> "null";
            case CelByteString bytes -> bytes.toStringUtf8();
            case Duration duration -> Times.text(duration);
            case Instant instant -> instant.toString();
            case Collection<?> list -> list.stream().map(TextFormat::text).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> String.valueOf(value);
        };
    }

    private static String number(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : special(number);
    }
}

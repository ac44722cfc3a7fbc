package dev.caravel.apiserver.extension.schema.value;

import static java.util.Map.entry;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The formats that CRDs may ask for. Those that are not known are ignored. All are checked in linear time. */
public final class StringFormats {
    private static final Set<String> INTEGERS = Set.of("int32", "int64");
    private static final Set<String> NUMBERS = Set.of("float", "double");
    private static final int LONG_NAME = 253;

    private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern LONG_NAME_PART = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile("(\\d{2}):(\\d{2}):(\\d{2})(.\\d+)?(z|[+-]\\d{2}:\\d{2})");

    /** By name without hyphens: {@code date-time} is {@code datetime}. */
    private static final Map<String, Predicate<String>> KNOWN = Map.ofEntries(
            entry("bsonobjectid", matches("[0-9a-fA-F]{24}")),
            entry("uri", NetworkFormats::isUri),
            entry("email", NetworkFormats::isEmail),
            entry("hostname", NetworkFormats::isHostname),
            entry("ipv4", NetworkFormats::isIpv4),
            entry("ipv6", NetworkFormats::isIpv6),
            entry("cidr", NetworkFormats::isCidr),
            entry("mac", NetworkFormats::isMac),
            entry("uuid", uuid("[0-9a-f]", "[0-9a-f]")),
            entry("uuid3", uuid("3", "[0-9a-f]")),
            entry("uuid4", uuid("4", "[89ab]")),
            entry("uuid5", uuid("5", "[89ab]")),
            entry("isbn", text -> NumberedFormats.isIsbn10(text) || NumberedFormats.isIsbn13(text)),
            entry("isbn10", NumberedFormats::isIsbn10),
            entry("isbn13", NumberedFormats::isIsbn13),
            entry("creditcard", NumberedFormats::isCreditCard),
            entry("ssn", matches("\\d{3}[- ]\\d{2}[- ]\\d{4}")),
            entry("hexcolor", matches("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")),
            entry("rgbcolor", NumberedFormats::isRgbColor),
            entry("byte", StringFormats::isBase64),
            entry("password", text -> true),
            entry("date", StringFormats::isDate),
            entry("duration", Durations::isDuration),
            entry("datetime", StringFormats::isDateTime),
            entry("k8sshortname", matches(SHORT_NAME.pattern())),
            entry("k8slongname", StringFormats::isLongName));

    private StringFormats() {}

    /** The format that values of the schema must have; empty when none is said, or none that means something. */
    static String format(StructuralSchema schema) {
        return isRecognized(schema) ? schema.values().format() : "";
    }

    /** The schema's format if it is said but not known; upstream warns of it. */
    public static Optional<String> unrecognized(StructuralSchema schema) {
        String format = schema.values().format();
        return format.isEmpty() || isRecognized(schema) ? Optional.empty() : Optional.of(format);
    }

    private static boolean isRecognized(StructuralSchema schema) {
        String format = schema.values().format();
        return switch (schema.intOrString() ? "" : schema.type()) {
            case "", "string" -> isKnown(format);
            case "integer" -> INTEGERS.contains(format);
            case "number" -> NUMBERS.contains(format);
            default -> false;
        };
    }

    static boolean isKnown(String format) {
        return KNOWN.containsKey(format.replace("-", ""));
    }

    static boolean fits(String format, String text) {
        return KNOWN.get(format.replace("-", "")).test(text);
    }

    private static Predicate<String> matches(String pattern) {
        return Pattern.compile(pattern)::matches;
    }

    private static Predicate<String> uuid(String version, String variant) {
        return Pattern.compile(
                "[0-9a-f]{8}-?[0-9a-f]{4}-?%s[0-9a-f]{3}-?%s[0-9a-f]{3}-?[0-9a-f]{12}".formatted(version, variant),
                Pattern.CASE_INSENSITIVE)::matches;
    }

    private static boolean isBase64(String text) {
        if (text.isEmpty() || text.length() % 4 != 0) {
            return false;
        }
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return text.chars()
                .limit((long) text.length() - padding)
                .allMatch(c ->
                        c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/');
    }

    private static boolean isDate(String text) {
        try {
            return DATE.matcher(text).matches() && LocalDate.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("t", 2);
        if (parts.length < 2 || !isDate(parts[0])) {
            return false;
        }
        Matcher time = TIME.matcher(parts[1]);
        return time.matches()
                && time.group(1).compareTo("23") <= 0
                && time.group(2).compareTo("59") <= 0
                && time.group(3).compareTo("59") <= 0;
    }

    private static boolean isLongName(String text) {
        return text.length() <= LONG_NAME
                && Arrays.stream(text.split("\\.", -1))
                        .allMatch(part -> LONG_NAME_PART.matcher(part).matches());
    }
}

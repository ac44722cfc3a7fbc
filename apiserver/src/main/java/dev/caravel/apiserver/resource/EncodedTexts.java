package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormatException;
import dev.caravel.machinery.role.DurationConverter;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with texts that stand for something else, in the words of upstream's decoder. */
final class EncodedTexts {
    private static final String QUANTITY =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /** RFC 3339. */
    private static final Pattern SECONDS =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private static final Pattern MICROSECONDS =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d)");

    private EncodedTexts() {}

    static Optional<String> quantityFault(JsonNode value) {
        if (value.isContainerNode() || value.isBoolean()) {
            return Optional.of(QUANTITY);
        }
        try {
            Quantity.parse(value.asText());
            return Optional.empty();
        } catch (QuantityFormatException e) {
            return Optional.of(QUANTITY);
        }
    }

    static Optional<String> base64Fault(String text) {
        var digits = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                continue;
            }
            if (c == '=') {
                var padding = text.substring(i).replace("\n", "").replace("\r", "");
                var complete = digits % 4 == 2 && padding.equals("==") || digits % 4 == 3 && padding.equals("=");
                return complete ? Optional.empty() : illegalBase64(i);
            }
            if (!(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/')) {
                return illegalBase64(i);
            }
            digits++;
        }
        return digits % 4 == 0 ? Optional.empty() : illegalBase64(text.length() - digits % 4);
    }

    private static Optional<String> illegalBase64(int position) {
        return Optional.of("illegal base64 data at input byte " + position);
    }

    static Optional<String> timeFault(String text) {
        return timeFault(text, SECONDS, "2006-01-02T15:04:05Z07:00");
    }

    /** As many digits of a second as the layout has. */
    static Optional<String> microTimeFault(String text) {
        return timeFault(text, MICROSECONDS, "2006-01-02T15:04:05.000000Z07:00");
    }

    private static Optional<String> timeFault(String text, Pattern form, String layout) {
        try {
            if (form.matcher(text).matches()) {
                OffsetDateTime.parse(text);
                return Optional.empty();
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        return Optional.of(
                "parsing time \"%s\" as \"%s\": cannot parse \"%s\" as \"2006\"".formatted(text, layout, text));
    }

    static Optional<String> durationFault(String text) {
        try {
            new DurationConverter().convert(text);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("time: invalid duration \"" + text + "\"");
        }
    }
}

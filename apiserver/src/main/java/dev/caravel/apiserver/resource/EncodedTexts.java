package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormatException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What is wrong with texts that stand for something else, in the words of upstream's decoder. */
final class EncodedTexts {
    private static final String QUANTITY =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

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
        try {
            if (!text.isEmpty()) {
                OffsetDateTime.parse(text);
            }
            return Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.of("parsing time \"%s\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"%s\" as \"2006\""
                    .formatted(text, text));
        }
    }
}

package dev.caravel.apiserver.extension.schema.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Values as Go prints them in upstream's messages. */
public final class GoText {
    private static final int EXPONENT_FROM = 21;
    private static final int EXPONENT_BELOW = -4;

    private GoText() {}

    /** Texts quoted, numbers plain, everything else as JSON with its keys in order. */
    public static String of(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "null";
        }
        if (value.isTextual()) {
            return quote(value.asText());
        }
        return value.isNumber() ? number(value) : json(value);
    }

    public static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** As {@code %v} prints an int64 or a float64. */
    public static String number(JsonNode value) {
        return isInteger(value) ? Long.toString(value.asLong()) : number(value.asDouble());
    }

    /** As {@code %v} prints a float64: the shortest digits, with an exponent when there are many. */
    public static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= EXPONENT_BELOW && exponent < EXPONENT_FROM) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().abs().toString();
        String mantissa = unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
        return "%s%se%s%02d".formatted(value < 0 ? "-" : "", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** Whether Go decodes the number as an int64. */
    public static boolean isInteger(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    private static String json(JsonNode value) {
        if (value.isObject()) {
            List<String> names = new ArrayList<>();
            value.fieldNames().forEachRemaining(names::add);
            names.sort(null);
            return "{"
                    + String.join(
                            ",",
                            names.stream()
                                    .map(name -> escaped(name) + ":" + json(value.get(name)))
                                    .toList()) + "}";
        }
        if (value.isArray()) {
            List<String> elements = new ArrayList<>();
            value.forEach(element -> elements.add(json(element)));
            return "[" + String.join(",", elements) + "]";
        }
        return value.isTextual() ? escaped(value.asText()) : value.isNumber() ? number(value) : value.toString();
    }

    /** Go's JSON is safe to be put into HTML. */
    private static String escaped(String text) {
        return quote(text).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }
}

package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * The JSON of keys and values in FieldsV1: sorted, without blanks, numbers in their shortest form. Most are so simple that this can
 * be seen without reading them. Pure.
 */
final class CanonicalText {
    private CanonicalText() {}

    static void value(StringBuilder to, JsonNode value) {
        if (value.isTextual()) {
            string(to, value.textValue());
        } else {
            to.append(canonical(value));
        }
    }

    static void string(StringBuilder to, String text) {
        if (isPlain(text)) {
            to.append('"').append(text).append('"');
        } else {
            to.append(TextNode.valueOf(text));
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Stands for itself within a string. */
    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\';
    }

    private static JsonNode canonical(JsonNode value) {
        if (!value.isNumber() || value.isIntegralNumber()) {
            return value;
        }
        var number = value.decimalValue().stripTrailingZeros();
        return DecimalNode.valueOf(number.scale() < 0 ? number.setScale(0) : number);
    }

    /** Whether a text is, from a position to its end, a string that is written as we write it; false when that is not plain. */
    static boolean isString(String text, int from) {
        return endOfString(text, from) == text.length();
    }

    /** Whether {@code k:{…}} has sorted names, and plain strings and small numbers, written as we write them. */
    static boolean isKey(String text) {
        int at = 2;
        if (at >= text.length() || text.charAt(at) != '{') {
            return false;
        }
        String before = null;
        while (true) {
            int nameEnd = endOfString(text, at + 1);
            if (nameEnd < 0 || nameEnd >= text.length() || text.charAt(nameEnd) != ':') {
                return false;
            }
            String name = text.substring(at + 2, nameEnd - 1);
            if (before != null && before.compareTo(name) >= 0) {
                return false;
            }
            before = name;
            at = Math.max(endOfString(text, nameEnd + 1), endOfNumber(text, nameEnd + 1));
            if (at < 0 || at >= text.length()) {
                return false;
            }
            if (text.charAt(at) == '}') {
                return at == text.length() - 1;
            }
            if (text.charAt(at) != ',') {
                return false;
            }
        }
    }

    /** Behind the closing quote; negative when there is no plain string. */
    private static int endOfString(String text, int from) {
        if (from >= text.length() || text.charAt(from) != '"') {
            return -1;
        }
        int end = from + 1;
        while (end < text.length() && isPlain(text.charAt(end))) {
            end++;
        }
        return end < text.length() && text.charAt(end) == '"' ? end + 1 : -1;
    }

    /** Behind the digits of a positive number; negative when there is none. */
    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end > from && text.charAt(from) != '0' ? end : -1;
    }
}

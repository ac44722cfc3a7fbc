package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Equality of JSON in which a number is its value. */
final class Values {
    private static final Comparator<JsonNode> BY_VALUE = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    };

    private Values() {}

    static boolean same(JsonNode a, JsonNode b) {
        return a == b || a.equals(b) || a.equals(BY_VALUE, b);
    }
}

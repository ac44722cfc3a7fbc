package dev.caravel.apiserver.cel.values;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Numbers are the same when their values are, however a parser has held them. */
final class JsonNumbers {
    static final Comparator<JsonNode> COMPARATOR = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private JsonNumbers() {}
}

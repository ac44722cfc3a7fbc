package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Iterator;

/** Comparisons and prunings of JSON that all patch formats need. */
final class JsonValues {
    /** Jackson's own equality tells an int 1 from a long 1. */
    private static final Comparator<JsonNode> BY_VALUE = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    };

    private JsonValues() {}

    static boolean same(JsonNode a, JsonNode b) {
        return a.equals(BY_VALUE, b);
    }

    /** Removes, in place, the members of objects that are null; elements of arrays stay. */
    static void pruneNulls(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                for (Iterator<JsonNode> members = object.elements(); members.hasNext(); ) {
                    JsonNode member = members.next();
                    if (member.isNull()) {
                        members.remove();
                    } else {
                        pruneNulls(member);
                    }
                }
            }
            case ArrayNode array -> array.forEach(JsonValues::pruneNulls);
            default -> {}
        }
    }
}

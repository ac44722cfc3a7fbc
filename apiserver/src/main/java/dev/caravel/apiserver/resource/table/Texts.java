package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** Lists as text. */
final class Texts {
    private Texts() {}

    static String join(JsonNode array, String separator) {
        return array.valueStream().map(JsonNode::asText).collect(Collectors.joining(separator));
    }

    /** The first {@code most} items and how many are left out. */
    static String some(List<String> items, int most, String separator, String whenEmpty) {
        if (items.isEmpty()) {
            return whenEmpty;
        }
        var shown = String.join(separator, items.subList(0, Math.min(most, items.size())));
        return items.size() > most ? "%s + %d more...".formatted(shown, items.size() - most) : shown;
    }

    static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}

package dev.caravel.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what an element of a list was before: by its keys in lists that are maps, not at all in others. */
final class ListElements {
    private final List<String> keys;
    private final Map<List<JsonNode>, JsonNode> byKeys;

    private ListElements(List<String> keys, Map<List<JsonNode>, JsonNode> byKeys) {
        this.keys = keys;
        this.byKeys = byKeys;
    }

    static ListElements of(StructuralSchema list, Optional<JsonNode> old) {
        List<String> keys = list.isListType("map") ? list.extensions().listMapKeys() : List.of();
        Map<List<JsonNode>, JsonNode> byKeys = new HashMap<>();
        if (!keys.isEmpty()) {
            old.ifPresent(elements -> elements.forEach(element -> byKeys.putIfAbsent(values(element, keys), element)));
        }
        return new ListElements(keys, byKeys);
    }

    Optional<JsonNode> matching(JsonNode element) {
        return keys.isEmpty() ? Optional.empty() : Optional.ofNullable(byKeys.get(values(element, keys)));
    }

    private static List<JsonNode> values(JsonNode element, List<String> keys) {
        List<JsonNode> values = new ArrayList<>();
        keys.forEach(key -> values.add(element.path(key)));
        return values;
    }
}

package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.GoText;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Merges lists whose patch strategy is {@code merge}: sets of scalars, and objects that a merge key identifies. */
final class ListMerge {
    private final Optional<String> mergeKey;
    private final MergeType elementType;

    ListMerge(Optional<String> mergeKey, MergeType elementType) {
        this.mergeKey = mergeKey;
        this.elementType = elementType;
    }

    static ArrayNode without(ArrayNode present, ArrayNode removed) {
        Positions gone = new Positions();
        removed.forEach(gone::add);
        ArrayNode left = present.arrayNode();
        present.forEach(element -> {
            if (gone.of(element) < 0) {
                left.add(element);
            }
        });
        return left;
    }

    ArrayNode merge(ArrayNode present, ArrayNode patch) {
        if (present.isEmpty() && patch.isEmpty()) {
            return present;
        }
        List<JsonNode> before = list(present);
        List<JsonNode> changes = list(patch);
        List<JsonNode> merged;
        if (ofObjects(before, changes)) {
            String key = mergeKey.orElseThrow(
                    () -> Statuses.unclassified("cannot merge lists without merge key for " + patch));
            boolean replace =
                    changes.stream().anyMatch(element -> directive(element).equals("replace"));
            deleteMarked(before, changes, key);
            changes.removeIf(element -> element.has(Directive.PATCH));
            if (replace) {
                return present.arrayNode().addAll(stripped(changes));
            }
            merged = mergeObjects(new ArrayList<>(before), changes, key);
        } else {
            merged = new ArrayList<>();
            Positions set = new Positions();
            Stream.of(before, changes).flatMap(List::stream).forEach(element -> {
                if (set.of(element) < 0) {
                    set.add(element);
                    merged.add(element);
                }
            });
        }
        return present.arrayNode().addAll(new ElementOrder(mergeKey).apply(merged, changes, before));
    }

    private static void deleteMarked(List<JsonNode> before, List<JsonNode> changes, String key) {
        Positions deleted = new Positions();
        for (JsonNode change : changes) {
            switch (directive(change)) {
                case "", "replace" -> {}
                case "delete" -> deleted.add(keyOf(change, key));
                case "merge" -> throw Statuses.unclassified("merging lists cannot yet be specified in the patch");
                case String unknown ->
                    throw Statuses.unclassified(
                            "unknown patch type: %s in map: %s".formatted(unknown, GoText.plain(change)));
            }
        }
        before.removeIf(element -> deleted.of(element.path(key)) >= 0);
    }

    private List<JsonNode> mergeObjects(List<JsonNode> merged, List<JsonNode> changes, String key) {
        Positions positions = new Positions();
        merged.forEach(element -> positions.add(element.path(key)));
        for (JsonNode change : changes) {
            JsonNode id = keyOf(change, key);
            int position = positions.of(id);
            if (position >= 0) {
                merged.set(
                        position,
                        ObjectMerge.merge((ObjectNode) merged.get(position), (ObjectNode) change, elementType));
            } else {
                Directive.strip(change).ifPresent(added -> {
                    merged.add(added);
                    positions.add(id);
                });
            }
        }
        return merged;
    }

    private static boolean ofObjects(List<JsonNode> before, List<JsonNode> changes) {
        List<JsonNode> all = new ArrayList<>(before);
        all.addAll(changes);
        var first = all.getFirst().getNodeType();
        if (all.getFirst().isArray()) {
            throw Statuses.unprocessable();
        }
        if (all.stream().anyMatch(element -> element.getNodeType() != first)) {
            throw Statuses.unclassified("list element types are not identical: " + all);
        }
        return all.getFirst().isObject();
    }

    static JsonNode keyOf(JsonNode element, String key) {
        JsonNode id = element.get(key);
        if (id == null) {
            throw Statuses.unclassified(
                    "map: %s does not contain declared merge key: %s".formatted(GoText.plain(element), key));
        }
        return id;
    }

    private static String directive(JsonNode element) {
        return element.path(Directive.PATCH).asText();
    }

    private static List<JsonNode> stripped(List<JsonNode> elements) {
        return elements.stream()
                .flatMap(element -> Directive.strip(element).stream())
                .toList();
    }

    private static List<JsonNode> list(ArrayNode array) {
        List<JsonNode> elements = new ArrayList<>(array.size());
        array.forEach(elements::add);
        return elements;
    }
}

package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.patch.apply.ValueType.Elements;
import dev.caravel.apiserver.patch.apply.ValueType.UnidentifiedElementException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lays an applied configuration over an object: what the configuration says wins, what it says nothing of stays. Pure; the
 * result shares untouched parts with both.
 */
final class ConfigurationMerge {
    private ConfigurationMerge() {}

    static JsonNode merge(JsonNode live, JsonNode applied, ValueType type) {
        if (live == null || live.isNull()) {
            return applied;
        }
        if (applied == null) {
            return live;
        }
        if (applied.isNull()) {
            return live.isContainerNode() && !(type instanceof ValueType.Whole) ? live : applied;
        }
        ValueType settled = type.settle(live, applied);
        return switch (settled) {
            case Elements elements -> elements((ArrayNode) live, (ArrayNode) applied, elements);
            case ValueType.Fields _, ValueType.Members _ -> members((ObjectNode) live, (ObjectNode) applied, settled);
            case ValueType.Whole _, ValueType.Deduced _ -> applied;
        };
    }

    private static ObjectNode members(ObjectNode live, ObjectNode applied, ValueType type) {
        ObjectNode merged = live.objectNode().setAll(live);
        for (var member : applied.properties()) {
            String name = member.getKey();
            merged.set(name, merge(live.get(name), member.getValue(), type.child(PathElement.field(name))));
        }
        return merged;
    }

    /** An element of a list with what tells it from others; without that it is like no other. */
    private record Element(Optional<PathElement> identity, JsonNode value) {}

    /**
     * Elements that both have stand in the order of the configuration; those that only the object has keep their place
     * among their neighbors.
     */
    private static ArrayNode elements(ArrayNode live, ArrayNode applied, Elements type) {
        List<Element> left = identified(live, type);
        List<Element> right = identified(applied, type);
        Map<PathElement, JsonNode> present = byIdentity(left);
        Map<PathElement, JsonNode> wanted = byIdentity(right);
        Deque<PathElement> shared = new ArrayDeque<>();
        right.forEach(element -> element.identity().filter(present::containsKey).ifPresent(shared::add));
        Set<PathElement> placed = new HashSet<>();
        ArrayNode merged = live.arrayNode();
        int l = 0;
        int r = 0;
        while (l < left.size() || r < right.size()) {
            Optional<PathElement> mine =
                    l < left.size() ? left.get(l).identity().filter(wanted::containsKey) : Optional.empty();
            boolean elsewhere = mine.isPresent()
                    && r < right.size()
                    && !mine.equals(right.get(r).identity())
                    && !shared.isEmpty()
                    && !shared.peek().equals(mine.get());
            if (elsewhere) {
                l++;
            } else if (l < left.size() && mine.isEmpty()) {
                merged.add(left.get(l++).value());
            } else {
                if (mine.isPresent() && (placed.contains(mine.get()) || r == right.size())) {
                    l++;
                }
                if (r < right.size()) {
                    Element next = right.get(r++);
                    merged.add(merge(next.identity().map(present::get).orElse(null), next.value(), type.element()));
                    if (next.identity().isPresent()) {
                        PathElement identity = next.identity().get();
                        placed.add(identity);
                        if (identity.equals(shared.peek())) {
                            shared.poll();
                        }
                        if (mine.isPresent() && mine.get().equals(identity)) {
                            l++;
                        }
                    }
                }
            }
        }
        return merged;
    }

    private static List<Element> identified(ArrayNode list, Elements type) {
        List<Element> elements = new ArrayList<>(list.size());
        for (JsonNode value : list) {
            elements.add(new Element(identity(type, value), value));
        }
        return elements;
    }

    private static Optional<PathElement> identity(Elements type, JsonNode value) {
        try {
            return Optional.of(ValueType.identify(type, value));
        } catch (UnidentifiedElementException e) {
            return Optional.empty();
        }
    }

    /** Of several elements of one identity none is merged into: which one would be chance. */
    private static Map<PathElement, JsonNode> byIdentity(List<Element> elements) {
        Map<PathElement, JsonNode> index = new HashMap<>();
        for (Element element : elements) {
            element.identity()
                    .ifPresent(identity -> index.put(identity, index.containsKey(identity) ? null : element.value()));
        }
        return index;
    }
}

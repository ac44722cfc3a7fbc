package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.patch.apply.ValueType.Elements;
import dev.caravel.apiserver.patch.apply.ValueType.UnidentifiedElementException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which fields one object has that another has not, and which differ. Parts that are one and the same node in both are not
 * looked at. Immutable.
 */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
    private static final Comparison SAME = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);
    private static final Comparison MODIFIED = new Comparison(FieldSet.EMPTY, FieldSet.LEAF, FieldSet.EMPTY);

    /** @param before null for what is not there, as is {@code after} */
    static Comparison of(JsonNode before, JsonNode after, ValueType type) {
        if (before == after) {
            return SAME;
        }
        if (before == null) {
            return ofAdded(all(after, type));
        }
        if (after == null) {
            return ofRemoved(all(before, type));
        }
        ValueType settled = isEmpty(before) && isEmpty(after) ? ValueType.WHOLE : type.settle(before, after);
        return switch (settled) {
            case Elements elements -> elements(before, after, elements);
            case ValueType.Fields _, ValueType.Members _ -> members(before, after, settled);
            case ValueType.Whole _, ValueType.Deduced _ -> Values.same(before, after) ? SAME : MODIFIED;
        };
    }

    private static Comparison ofAdded(FieldSet added) {
        return new Comparison(added, FieldSet.EMPTY, FieldSet.EMPTY);
    }

    private static Comparison ofRemoved(FieldSet removed) {
        return new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, removed);
    }

    boolean isSame() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    FieldSet changed() {
        return modified.union(added);
    }

    Comparison without(FieldSet ignored) {
        return ignored.isEmpty()
                ? this
                : new Comparison(added.without(ignored), modified.without(ignored), removed.without(ignored));
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isContainerNode() && value.isEmpty();
    }

    /** What is there only before or only after: itself, with everything below. */
    private static FieldSet all(JsonNode value, ValueType type) {
        return switch (isEmpty(value) ? ValueType.WHOLE : type.settle(value, null)) {
            case Elements elements -> {
                FieldSet.Collector below = new FieldSet.Collector();
                index(value, elements)
                        .forEach((element, found) -> below.add(
                                element,
                                found.size() == 1 ? all(found.getFirst(), elements.element()) : FieldSet.LEAF));
                yield below.build(true);
            }
            case ValueType.Fields _, ValueType.Members _ -> {
                FieldSet.Collector below = new FieldSet.Collector();
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    PathElement element = PathElement.field(member.getKey());
                    below.add(element, all(member.getValue(), type.child(element)));
                }
                yield below.build(true);
            }
            case ValueType.Whole _, ValueType.Deduced _ -> FieldSet.LEAF;
        };
    }

    private static Comparison members(JsonNode before, JsonNode after, ValueType type) {
        Walk walk = new Walk();
        for (Map.Entry<String, JsonNode> member : before.properties()) {
            JsonNode now = after.get(member.getKey());
            if (now != member.getValue()) {
                walk.member(member.getKey(), member.getValue(), now, type);
            }
        }
        for (Map.Entry<String, JsonNode> member : after.properties()) {
            if (!before.has(member.getKey())) {
                walk.member(member.getKey(), null, member.getValue(), type);
            }
        }
        return walk.build();
    }

    private static Comparison elements(JsonNode before, JsonNode after, Elements type) {
        if (before.equals(after)) {
            return SAME;
        }
        Walk walk = new Walk();
        Map<PathElement, List<JsonNode>> now = index(after, type);
        index(before, type).forEach((element, old) -> {
            List<JsonNode> present = now.remove(element);
            walk.add(element, ofElement(old, present == null ? List.of() : present, type));
        });
        now.forEach((element, present) -> walk.add(element, ofElement(List.of(), present, type)));
        return walk.build();
    }

    /** Elements of the same identity, which validation will refuse or once let pass, are compared as one whole. */
    private static Comparison ofElement(List<JsonNode> before, List<JsonNode> after, Elements type) {
        if (before.size() <= 1 && after.size() <= 1) {
            return of(first(before), first(after), type.element());
        }
        if (before.size() > 1 && after.size() > 1) {
            return before.equals(after) ? SAME : MODIFIED;
        }
        if (before.size() > 1) {
            Comparison left = after.isEmpty() ? SAME : ofAdded(all(after.getFirst(), type.element()));
            return new Comparison(left.added, FieldSet.EMPTY, FieldSet.LEAF);
        }
        Comparison gone = before.isEmpty() ? SAME : ofRemoved(all(before.getFirst(), type.element()));
        return new Comparison(FieldSet.LEAF, FieldSet.EMPTY, gone.removed);
    }

    private static JsonNode first(List<JsonNode> list) {
        return list.isEmpty() ? null : list.getFirst();
    }

    private static Map<PathElement, List<JsonNode>> index(JsonNode list, Elements type) {
        Map<PathElement, List<JsonNode>> index = new LinkedHashMap<>();
        for (JsonNode element : list) {
            try {
                index.merge(ValueType.identify(type, element), List.of(element), Comparison::joined);
            } catch (UnidentifiedElementException e) {
                continue; // validation tells of it; nobody can own it
            }
        }
        return index;
    }

    private static List<JsonNode> joined(List<JsonNode> some, List<JsonNode> more) {
        List<JsonNode> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** Gathers the comparisons of what is in two objects, or two lists. */
    private static final class Walk {
        private final FieldSet.Collector added = new FieldSet.Collector();
        private final FieldSet.Collector modified = new FieldSet.Collector();
        private final FieldSet.Collector removed = new FieldSet.Collector();

        void member(String name, JsonNode before, JsonNode after, ValueType type) {
            PathElement element = PathElement.field(name);
            add(element, of(before, after, type.child(element)));
        }

        void add(PathElement element, Comparison below) {
            added.add(element, below.added);
            modified.add(element, below.modified);
            removed.add(element, below.removed);
        }

        Comparison build() {
            return new Comparison(added.build(false), modified.build(false), removed.build(false));
        }
    }
}

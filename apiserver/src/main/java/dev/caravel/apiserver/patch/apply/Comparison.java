package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.patch.apply.ValueType.Elements;
import dev.caravel.apiserver.patch.apply.ValueType.UnidentifiedElementException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields one object has that another has not, and which differ. Immutable. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
    static Comparison of(JsonNode before, JsonNode after, ValueType type) {
        Walk walk = new Walk();
        walk.compare(before, after, type);
        return new Comparison(walk.added.build(), walk.modified.build(), walk.removed.build());
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

    private static final class Walk {
        private final FieldSet.Builder added = new FieldSet.Builder();
        private final FieldSet.Builder modified = new FieldSet.Builder();
        private final FieldSet.Builder removed = new FieldSet.Builder();
        private final List<PathElement> path = new ArrayList<>();

        void compare(JsonNode before, JsonNode after, ValueType type) {
            if (before == after || before != null && before.equals(after)) {
                return;
            }
            ValueType settled = isEmpty(before) && isEmpty(after) ? ValueType.WHOLE : type.settle(before, after);
            switch (settled) {
                case Elements elements -> {
                    elements(before, after, elements);
                    present(before, after);
                }
                case ValueType.Fields _, ValueType.Members _ -> {
                    members(before, after, settled);
                    present(before, after);
                }
                case ValueType.Whole _, ValueType.Deduced _ -> whole(before, after);
            }
        }

        private static boolean isEmpty(JsonNode value) {
            return value == null || value.isNull() || value.isContainerNode() && value.isEmpty();
        }

        private void whole(JsonNode before, JsonNode after) {
            if (before != null && after != null) {
                if (!Values.same(before, after)) {
                    modified.add(path);
                }
            } else {
                present(before, after);
            }
        }

        private void present(JsonNode before, JsonNode after) {
            if (before == null) {
                added.add(path);
            } else if (after == null) {
                removed.add(path);
            }
        }

        private void members(JsonNode before, JsonNode after, ValueType type) {
            Set<String> names = new LinkedHashSet<>();
            if (before != null) {
                before.fieldNames().forEachRemaining(names::add);
            }
            if (after != null) {
                after.fieldNames().forEachRemaining(names::add);
            }
            for (String name : names) {
                descend(
                        PathElement.field(name),
                        before == null ? null : before.get(name),
                        after == null ? null : after.get(name),
                        type);
            }
        }

        private void descend(PathElement element, JsonNode before, JsonNode after, ValueType type) {
            if (before != null && before.equals(after)) {
                return;
            }
            path.addLast(element);
            compare(before, after, type.child(element));
            path.removeLast();
        }

        private void elements(JsonNode before, JsonNode after, Elements type) {
            Map<PathElement, List<JsonNode>> old = index(before, type);
            Map<PathElement, List<JsonNode>> now = index(after, type);
            Set<PathElement> all = new LinkedHashSet<>(old.keySet());
            all.addAll(now.keySet());
            for (PathElement element : all) {
                element(element, old.getOrDefault(element, List.of()), now.getOrDefault(element, List.of()), type);
            }
        }

        /** Elements of the same identity, which validation will refuse or once let pass, are compared as one whole. */
        private void element(PathElement element, List<JsonNode> before, List<JsonNode> after, Elements type) {
            if (before.size() <= 1 && after.size() <= 1) {
                descend(element, first(before), first(after), type);
                return;
            }
            path.addLast(element);
            if (before.size() > 1 && after.size() > 1) {
                if (!before.equals(after)) {
                    modified.add(path);
                }
            } else if (before.size() > 1) {
                if (!after.isEmpty()) {
                    compare(null, after.getFirst(), type.element());
                }
                removed.add(path);
            } else {
                if (!before.isEmpty()) {
                    compare(before.getFirst(), null, type.element());
                }
                added.add(path);
            }
            path.removeLast();
        }

        private static JsonNode first(List<JsonNode> list) {
            return list.isEmpty() ? null : list.getFirst();
        }

        private static Map<PathElement, List<JsonNode>> index(JsonNode list, Elements type) {
            Map<PathElement, List<JsonNode>> index = new LinkedHashMap<>();
            if (list != null) {
                for (JsonNode element : list) {
                    try {
                        index.computeIfAbsent(ValueType.identify(type, element), _ -> new ArrayList<>(1))
                                .add(element);
                    } catch (UnidentifiedElementException e) {
                        continue; // validation tells of it; nobody can own it
                    }
                }
            }
            return index;
        }
    }
}

package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/**
 * A set of paths of fields: a tree in which a node is a path, and a member of the set or only on the way to one. Immutable;
 * results share what they have in common with their operands.
 *
 * @param member whether the path that leads here is in the set
 * @param children never has a node that is empty
 */
record FieldSet(boolean member, SortedMap<PathElement, FieldSet> children) {
    static final FieldSet EMPTY = new FieldSet(false, new TreeMap<>());
    static final FieldSet LEAF = new FieldSet(true, new TreeMap<>());
    private static final String SELF = ".";

    static FieldSet of(List<PathElement> path) {
        FieldSet set = LEAF;
        for (PathElement element : path.reversed()) {
            TreeMap<PathElement, FieldSet> holder = new TreeMap<>();
            holder.put(element, set);
            set = new FieldSet(false, holder);
        }
        return set;
    }

    /** The paths of plain fields, written {@code metadata.name}. */
    static FieldSet ofFields(String... paths) {
        Builder builder = new Builder();
        for (String path : paths) {
            builder.add(
                    List.of(path.split("\\.")).stream().map(PathElement::field).toList());
        }
        return builder.build();
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    boolean has(List<PathElement> path) {
        FieldSet node = this;
        for (PathElement element : path) {
            node = node.children.get(element);
            if (node == null) {
                return false;
            }
        }
        return node.member;
    }

    /** What is below a step; empty when there is nothing. */
    FieldSet child(PathElement element) {
        return children.getOrDefault(element, EMPTY);
    }

    FieldSet union(FieldSet other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        TreeMap<PathElement, FieldSet> united = new TreeMap<>(children);
        other.children.forEach((element, set) -> united.merge(element, set, FieldSet::union));
        return new FieldSet(member || other.member, united);
    }

    FieldSet intersection(FieldSet other) {
        if (isEmpty() || other.isEmpty()) {
            return EMPTY;
        }
        Collector common = new Collector();
        children.forEach((element, set) -> common.add(element, set.intersection(other.child(element))));
        return common.build(member && other.member);
    }

    /** Without the other's paths; what is below them stays. */
    FieldSet difference(FieldSet other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        Map<PathElement, FieldSet> fewer = changedBelow(other, FieldSet::difference);
        boolean stays = member && !other.member;
        return fewer.isEmpty() && stays == member ? this : with(stays, fewer);
    }

    /** Without the other's paths and all that is below them. */
    FieldSet without(FieldSet roots) {
        if (roots.member) {
            return EMPTY;
        }
        if (isEmpty() || roots.children.isEmpty()) {
            return this;
        }
        Map<PathElement, FieldSet> fewer = changedBelow(roots, FieldSet::without);
        return fewer.isEmpty() ? this : with(member, fewer);
    }

    /** What is below both, where the operation leaves another set than it was. */
    private Map<PathElement, FieldSet> changedBelow(FieldSet other, BinaryOperator<FieldSet> operation) {
        Map<PathElement, FieldSet> changed = new HashMap<>();
        other.children.forEach((element, set) -> {
            FieldSet before = children.get(element);
            if (before != null) {
                FieldSet after = operation.apply(before, set);
                if (after != before) {
                    changed.put(element, after);
                }
            }
        });
        return changed;
    }

    /** With other sets in the place of some of its children; those that are empty go. */
    private FieldSet with(boolean asMember, Map<PathElement, FieldSet> others) {
        TreeMap<PathElement, FieldSet> changed = new TreeMap<>(children);
        others.forEach((element, set) -> {
            if (set.isEmpty()) {
                changed.remove(element);
            } else {
                changed.put(element, set);
            }
        });
        return new FieldSet(asMember, changed);
    }

    /**
     * With the declared fields of structures that are on the way to a member: who owns {@code spec.replicas} holds
     * {@code spec}, but who owns one label does not hold the map of labels.
     */
    FieldSet withNamedFields(ValueType type) {
        TreeMap<PathElement, FieldSet> named = new TreeMap<>();
        children.forEach((element, set) -> {
            FieldSet below = set.withNamedFields(type.child(element));
            boolean declared = !set.children.isEmpty() && type.declares(element);
            named.put(element, declared ? new FieldSet(true, below.children) : below);
        });
        return new FieldSet(member, named);
    }

    /**
     * The set for a type in which something has become atomic: who owned parts of it owns the whole. Itself when nothing has.
     */
    FieldSet reconciled(ValueType type) {
        if (children.isEmpty() || type instanceof ValueType.Deduced) {
            return this;
        }
        if (type instanceof ValueType.Whole) {
            return LEAF;
        }
        TreeMap<PathElement, FieldSet> settled = null;
        for (Map.Entry<PathElement, FieldSet> child : children.entrySet()) {
            FieldSet below = child.getValue();
            FieldSet fields = below.children.isEmpty() ? below : below.reconciled(type.child(child.getKey()));
            if (fields != below) {
                settled = settled == null ? new TreeMap<>(children) : settled;
                settled.put(child.getKey(), fields);
            }
        }
        return settled == null ? this : new FieldSet(member, settled);
    }

    /** Every path of the set; those of one level before those below it. */
    void forEach(Consumer<List<PathElement>> action) {
        forEach(new ArrayList<>(), action);
    }

    private void forEach(List<PathElement> path, Consumer<List<PathElement>> action) {
        children.forEach((element, set) -> {
            if (set.member) {
                path.addLast(element);
                action.accept(List.copyOf(path));
                path.removeLast();
            }
        });
        children.forEach((element, set) -> {
            path.addLast(element);
            set.forEach(path, action);
            path.removeLast();
        });
    }

    /** FieldsV1. */
    ObjectNode encode() {
        ObjectNode json = JsonCodec.object();
        if (member && !children.isEmpty()) {
            json.putObject(SELF);
        }
        children.forEach((element, set) -> json.set(element.text(), set.encode()));
        return json;
    }

    /** @throws IllegalArgumentException when it is no FieldsV1 */
    static FieldSet decode(JsonNode fields) {
        FieldSet decoded = decodeNode(fields);
        return new FieldSet(false, decoded.children);
    }

    private static FieldSet decodeNode(JsonNode fields) {
        if (!(fields instanceof ObjectNode object)) {
            throw new IllegalArgumentException("not an object: " + fields);
        }
        if (object.isEmpty()) {
            return LEAF;
        }
        TreeMap<PathElement, FieldSet> children = new TreeMap<>();
        boolean member = false;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getKey().equals(SELF)) {
                member = true;
            } else {
                PathElement.parse(entry.getKey())
                        .ifPresent(element -> put(children, element, decodeNode(entry.getValue())));
            }
        }
        return new FieldSet(member || children.isEmpty(), children);
    }

    private static void put(TreeMap<PathElement, FieldSet> children, PathElement element, FieldSet set) {
        if (!set.isEmpty()) {
            children.put(element, set);
        }
    }

    /** Collects what is one step below. Not thread-safe. */
    static final class Collector {
        private TreeMap<PathElement, FieldSet> children;

        void add(PathElement element, FieldSet set) {
            if (!set.isEmpty()) {
                children = children == null ? new TreeMap<>() : children;
                children.put(element, set);
            }
        }

        FieldSet build(boolean member) {
            if (children == null) {
                return member ? LEAF : EMPTY;
            }
            return new FieldSet(member, children);
        }
    }

    /** Collects paths. Not thread-safe. */
    static final class Builder {
        private boolean member;
        private final TreeMap<PathElement, Builder> children = new TreeMap<>();

        void add(List<PathElement> path) {
            Builder node = this;
            for (PathElement element : path) {
                node = node.children.computeIfAbsent(element, _ -> new Builder());
            }
            node.member = true;
        }

        FieldSet build() {
            TreeMap<PathElement, FieldSet> built = new TreeMap<>();
            children.forEach((element, child) -> put(built, element, child.build()));
            return new FieldSet(member, built);
        }
    }
}

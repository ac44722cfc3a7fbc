package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.GoText;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Merges an object of a strategic merge patch into the present one. */
final class ObjectMerge {
    private final ObjectNode target;
    private final ObjectNode patch;
    private final MergeType type;

    private ObjectMerge(ObjectNode target, ObjectNode patch, MergeType type) {
        this.target = target;
        this.patch = patch;
        this.type = type;
    }

    /** Changes {@code target} in place; returns it, or what replaces it. */
    static ObjectNode merge(ObjectNode target, ObjectNode patch, MergeType type) {
        JsonNode directive = patch.get(Directive.PATCH);
        if (directive == null || directive.asText().equals("merge")) {
            ObjectNode changes = patch.deepCopy();
            changes.remove(Directive.PATCH);
            return new ObjectMerge(target, changes, type).merge();
        }
        return switch (directive.asText()) {
            case "replace" -> {
                ObjectNode replacement = patch.deepCopy();
                replacement.remove(Directive.PATCH);
                yield (ObjectNode) Directive.strip(replacement).orElseThrow();
            }
            case "delete" -> target.objectNode();
            case String unknown ->
                throw Statuses.unclassified(
                        "unknown patch type: %s in map: %s".formatted(unknown, GoText.plain(patch)));
        };
    }

    private ObjectNode merge() {
        Optional.ofNullable(patch.remove(Directive.RETAIN_KEYS)).ifPresent(this::retainKeys);
        List<String> members = StreamSupport.stream(((Iterable<String>) patch::fieldNames).spliterator(), false)
                .toList();
        for (String member : members) {
            Directive.orderedList(member).ifPresent(list -> mergeOrdered(list, patch.remove(member)));
        }
        for (var member : patch.properties()) {
            Directive.shrunkList(member.getKey())
                    .ifPresentOrElse(
                            list -> deleteFrom(list, member.getValue()),
                            () -> mergeMember(member.getKey(), member.getValue()));
        }
        return target;
    }

    private void retainKeys(JsonNode directive) {
        if (!directive.isArray()) {
            throw Statuses.badRequest("invalid patch format of retainKeys");
        }
        Set<String> retained = StreamSupport.stream(directive.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        for (var member : patch.properties()) {
            boolean directed = Directive.orderedList(member.getKey()).isPresent()
                    || Directive.shrunkList(member.getKey()).isPresent();
            if (!directed && !member.getValue().isNull() && !retained.contains(member.getKey())) {
                throw Statuses.badRequest("invalid patch format of retainKeys");
            }
        }
        target.retain(retained);
    }

    /** Merges a list together with its {@code $setElementOrder}, and takes it out of the patch. */
    private void mergeOrdered(String name, JsonNode order) {
        List<JsonNode> wanted = elements(order);
        JsonNode present = target.get(name);
        JsonNode changes = patch.get(name);
        if (changes != null && changes.isNull()) {
            return;
        }
        patch.remove(name);
        if (present == null && changes == null) {
            return;
        }
        MergeType.Member member = type.member(name);
        List<JsonNode> changed = changes == null ? List.of() : elements(changes);
        ElementOrder.requireConsistent(changed, wanted, member.mergeKey());
        ArrayNode merged;
        if (changes == null) {
            merged = (ArrayNode) requireList(present);
        } else if (present == null) {
            merged = (ArrayNode) Directive.strip(changes).orElseThrow();
        } else {
            merged = mergeList((ArrayNode) requireList(present), (ArrayNode) requireList(changes), member);
        }
        List<JsonNode> before = present == null ? List.of() : elements(present);
        target.set(
                name,
                target.arrayNode().addAll(new ElementOrder(member.mergeKey()).apply(elements(merged), wanted, before)));
    }

    private void deleteFrom(String name, JsonNode removed) {
        if (removed.isNull()) {
            target.remove(name);
        } else if (target.get(name) instanceof ArrayNode present && removed instanceof ArrayNode values) {
            target.set(name, ListMerge.without(present, values));
        }
    }

    private void mergeMember(String name, JsonNode value) {
        if (value.isNull()) {
            target.remove(name);
            return;
        }
        switch (target.get(name)) {
            case ObjectNode present
            when value instanceof ObjectNode changes -> {
                MergeType.Member member = type.member(name);
                target.set(
                        name,
                        member.replaces()
                                ? Directive.strip(changes).orElseGet(target::objectNode)
                                : merge(present, changes, member.type()));
            }
            case ArrayNode present
            when value instanceof ArrayNode changes -> target.set(name, mergeList(present, changes, type.member(name)));
            case null, default ->
                Directive.strip(value).ifPresentOrElse(kept -> target.set(name, kept), () -> target.remove(name));
        }
    }

    private static ArrayNode mergeList(ArrayNode present, ArrayNode changes, MergeType.Member member) {
        return member.merges()
                ? new ListMerge(member.mergeKey(), member.type()).merge(present, changes)
                : (ArrayNode) Directive.strip(changes).orElseThrow();
    }

    private static JsonNode requireList(JsonNode node) {
        if (!node.isArray()) {
            throw Statuses.unclassified("expected a []interface {}, but received a "
                    + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
        return node;
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(requireList(list).spliterator(), false).toList();
    }
}

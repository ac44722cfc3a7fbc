package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What no webhook or policy changes: the metadata that the system keeps, and what is written through another path. Taken of
 * an object before its mutation, which replaces what it changes of these, and put back after it.
 */
final class SystemFields {
    private static final List<String> METADATA = List.of(
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "selfLink");

    private static final Set<String> OF_STATUS = Set.of("kind", "apiVersion", "metadata", "status");

    private final Target target;
    private final Map<String, JsonNode> metadata;
    private final Map<String, JsonNode> others;

    private SystemFields(Target target, Map<String, JsonNode> metadata, Map<String, JsonNode> others) {
        this.target = target;
        this.metadata = metadata;
        this.others = others;
    }

    static SystemFields of(Target target, ObjectNode object) {
        Map<String, JsonNode> metadata = new HashMap<>();
        JsonNode present = object.path("metadata");
        METADATA.stream().filter(present::has).forEach(field -> metadata.put(field, present.get(field)));
        Map<String, JsonNode> others = new HashMap<>();
        object.properties().stream()
                .filter(field -> isOfAnotherPath(target, field.getKey()))
                .forEach(field -> others.put(field.getKey(), field.getValue()));
        return new SystemFields(target, metadata, others);
    }

    private static boolean isOfAnotherPath(Target target, String field) {
        if (!target.resource().definition().hasSubresource("status")) {
            return false;
        }
        return switch (target.subresource()) {
            case "" -> field.equals("status");
            case "status" -> !OF_STATUS.contains(field);
            default -> false;
        };
    }

    /** @throws dev.caravel.apiserver.status.ApiException 400 when the object has become another one */
    void restore(ObjectNode object) {
        ObjectIdentity.settle(target, object);
        ObjectIdentity.requireName(target, object);
        ObjectNode now = object.withObjectProperty("metadata");
        for (String field : METADATA) {
            if (metadata.containsKey(field)) {
                now.set(field, metadata.get(field));
            } else {
                now.remove(field);
            }
        }
        List<String> made = object.properties().stream().map(Map.Entry::getKey).toList();
        made.stream()
                .filter(field -> isOfAnotherPath(target, field))
                .filter(field -> !others.containsKey(field))
                .forEach(object::remove);
        object.setAll(others);
    }
}

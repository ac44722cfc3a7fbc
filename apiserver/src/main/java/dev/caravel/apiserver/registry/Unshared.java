package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Makes a changed object one that may be changed in place: of what it shares with the old one it gets copies. Not of managed fields,
 * which are replaced and never changed, and not of what a write of a built-in's status leaves alone.
 */
final class Unshared {
    private static final String METADATA = "metadata";
    private static final String MANAGED_FIELDS = "managedFields";

    private Unshared() {}

    /** @param next whose members are replaced; it is not {@code old} itself */
    static void make(Target target, ObjectNode next, ObjectNode old) {
        boolean statusAlone = target.subresource().equals("status")
                && !target.resource().custom()
                && target.resource().definition().hasSubresource("status");
        for (var member : next.properties()) {
            JsonNode before = old.get(member.getKey());
            if (member.getKey().equals(METADATA)) {
                member.setValue(metadata(member.getValue(), before));
            } else if (!statusAlone || member.getKey().equals("status")) {
                member.setValue(of(member.getValue(), before));
            }
        }
    }

    private static JsonNode metadata(JsonNode next, JsonNode old) {
        if (!(next instanceof ObjectNode shared)) {
            return next;
        }
        ObjectNode metadata = shared.objectNode().setAll(shared);
        for (var member : metadata.properties()) {
            if (!member.getKey().equals(MANAGED_FIELDS)) {
                member.setValue(of(member.getValue(), old == null ? null : old.get(member.getKey())));
            }
        }
        return metadata;
    }

    private static JsonNode of(JsonNode next, JsonNode old) {
        if (!next.isContainerNode()) {
            return next;
        }
        if (next == old) {
            return next.deepCopy();
        }
        if (next instanceof ObjectNode object && old instanceof ObjectNode before) {
            for (var member : object.properties()) {
                member.setValue(of(member.getValue(), before.get(member.getKey())));
            }
        }
        return next;
    }
}

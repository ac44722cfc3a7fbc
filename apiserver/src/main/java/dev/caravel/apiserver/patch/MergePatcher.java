package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;

/** JSON merge patch, RFC 7386. */
public final class MergePatcher implements Patcher {
    private static final String DECODING = "error decoding patch: ";

    @Override
    public String mediaType() {
        return "application/merge-patch+json";
    }

    @Override
    public ObjectNode apply(ObjectNode current, byte[] patch, Schema schema) {
        return switch (PatchDocument.parse(patch, DECODING)) {
            case ObjectNode changes -> merge(current, changes);
            case NullNode _ -> throw Statuses.badRequest("Invalid JSON Patch");
            case JsonNode other -> throw PatchDocument.unfit(other, DECODING, "map[string]interface {}");
        };
    }

    /** What is not changed is shared with the target. */
    private static ObjectNode merge(ObjectNode target, ObjectNode changes) {
        ObjectNode merged = target.objectNode().setAll(target);
        for (var change : changes.properties()) {
            String name = change.getKey();
            switch (change.getValue()) {
                case JsonNode value when value.isNull() -> merged.remove(name);
                case ObjectNode value
                when merged.get(name) instanceof ObjectNode member -> merged.set(name, merge(member, value));
                case JsonNode value -> merged.set(name, withoutNulls(value));
            }
        }
        return merged;
    }

    private static JsonNode withoutNulls(JsonNode value) {
        JsonNode copy = value.deepCopy();
        JsonValues.pruneNulls(copy);
        return copy;
    }
}

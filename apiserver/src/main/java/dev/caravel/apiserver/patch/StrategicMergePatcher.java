package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;

/** Strategic merge patch: a merge patch in which lists merge as the schema says, steered by {@code $} directives. */
public final class StrategicMergePatcher implements Patcher {
    @Override
    public String mediaType() {
        return "application/strategic-merge-patch+json";
    }

    @Override
    public ObjectNode apply(ObjectNode current, byte[] patch, Schema schema) {
        return switch (PatchDocument.parse(patch, "")) {
            case ObjectNode changes -> ObjectMerge.merge(current.deepCopy(), changes, MergeType.of(schema));
            case NullNode _ -> current.deepCopy();
            case JsonNode other -> throw PatchDocument.unfit(other, "", "map[string]interface {}");
        };
    }
}

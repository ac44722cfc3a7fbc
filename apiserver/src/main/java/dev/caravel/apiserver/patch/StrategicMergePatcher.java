package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;

/** Strategic merge patch: a merge patch in which lists merge as the schema says, steered by {@code $} directives. */
public final class StrategicMergePatcher implements Patcher {
    @Override
    public String mediaType() {
        return "application/strategic-merge-patch+json";
    }

    @Override
    public ObjectNode apply(ObjectNode current, byte[] patch, Schema schema) {
        if (PatchDocument.parse(patch) instanceof ObjectNode changes) {
            return ObjectMerge.merge(current.deepCopy(), changes, MergeType.of(schema));
        }
        throw Statuses.badRequest("error decoding patch: a strategic merge patch is an object");
    }
}

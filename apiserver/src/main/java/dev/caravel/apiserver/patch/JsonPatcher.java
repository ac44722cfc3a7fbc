package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;

/** JSON Patch, RFC 6902. */
public final class JsonPatcher implements Patcher {
    private static final String DECODING = "error decoding patch: ";
    private static final int MAX_OPERATIONS = 10_000;

    @Override
    public String mediaType() {
        return "application/json-patch+json";
    }

    @Override
    public ObjectNode apply(ObjectNode current, byte[] patch, Schema schema) {
        JsonNode operations = PatchDocument.parse(patch, DECODING);
        if (!operations.isArray()) {
            throw PatchDocument.unfit(operations, DECODING, "[]handlers.jsonPatchOp");
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw Statuses.requestEntityTooLarge("The allowed maximum operations in a JSON patch is %d, got %d"
                    .formatted(MAX_OPERATIONS, operations.size()));
        }

        JsonNode document = current.deepCopy();
        CopyBudget copies = new CopyBudget();
        for (JsonNode operation : operations) {
            document = new JsonPatchOperation(operation).applyTo(document, copies);
        }
        CopyBudget.requireShallow(document);
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw Statuses.unprocessable();
    }
}

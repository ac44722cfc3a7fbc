package dev.caravel.apiserver.admission.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.policy.Seen;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.patch.JsonPatcher;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.util.Optional;

/** What a webhook's patch makes of an object. Pure. */
final class WebhookPatch {
    private static final int UNAVAILABLE = 503;

    /**
     * @param object as it is now, in the request's own version; the same as before when nothing was to be changed
     * @param patch as the audit log tells it; missing when there was none
     */
    record Applied(Outcome outcome, Optional<ObjectNode> object, Optional<JsonNode> patch) {}

    private WebhookPatch() {}

    static Applied apply(Question question, Verdict verdict) {
        Outcome admitted = new Outcome.Admitted(verdict);
        if (verdict.patch().isEmpty()) {
            return new Applied(admitted, Optional.empty(), Optional.empty());
        }
        byte[] text = verdict.patch().get();
        JsonNode operations;
        try {
            operations = operations(text);
        } catch (IOException e) {
            String why = "received undecodable patch in webhook response: " + e.getMessage();
            return unchanged(new Outcome.Failed(why, UNAVAILABLE, Optional.of(verdict)));
        }
        if (operations.isEmpty()) {
            return unchanged(admitted);
        }
        if (question.seen().object().isEmpty()) {
            return unchanged(new Outcome.Impossible(
                    Statuses.internal(
                            "admission webhook \"%s\" attempted to modify the object, which is not supported for this operation"
                                    .formatted(question.webhook().name())),
                    Optional.of(verdict)));
        }
        try {
            return new Applied(admitted, Optional.of(patched(question, operations)), Optional.of(operations));
        } catch (ApiException e) {
            return unchanged(new Outcome.Impossible(
                    Statuses.internal("the patch of webhook \"%s\" cannot be applied: %s"
                            .formatted(question.webhook().name(), e.getMessage())),
                    Optional.of(verdict)));
        }
    }

    private static Applied unchanged(Outcome outcome) {
        return new Applied(outcome, Optional.empty(), Optional.empty());
    }

    private static JsonNode operations(byte[] patch) throws IOException {
        JsonNode operations = JsonCodec.read(patch);
        if (operations == null || !operations.isArray()) {
            throw new IOException("json: cannot unmarshal %s into Go value of type jsonpatch.Patch"
                    .formatted(new String(patch, UTF_8)));
        }
        return operations;
    }

    private static ObjectNode patched(Question question, JsonNode operations) {
        Seen seen = question.seen();
        Resource as = seen.resource();
        Resource own = question.request().resource();
        ObjectNode before = seen.object().orElseThrow();
        ObjectNode changed = new JsonPatcher().apply(before.deepCopy(), JsonCodec.write(operations), as.schema());
        if (!seen.isOfResource()) {
            return changed;
        }
        as.prune(changed);
        as.applyDefaults(changed);
        return own.id().equals(as.id()) ? changed : own.fromStorage(as.toStorage(changed));
    }
}

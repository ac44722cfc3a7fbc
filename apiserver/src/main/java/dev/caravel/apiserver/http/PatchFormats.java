package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.GoText;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.json.StrictReader;
import dev.caravel.apiserver.patch.Patcher;
import dev.caravel.apiserver.registry.Decoded;
import dev.caravel.apiserver.registry.Decoded.Source;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Finds how a patch is to be applied, by its media type. Immutable. */
public final class PatchFormats {
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final Set<String> OPERATION = Set.of("op", "path", "from", "value");

    private final Map<String, Patcher> byMediaType = new HashMap<>();

    /** @param change from the present object to the patched one, which may share parts with it */
    record Change(UnaryOperator<ObjectNode> change, Decoded decoded) {}

    public PatchFormats(List<Patcher> patchers) {
        patchers.forEach(patcher -> byMediaType.put(patcher.mediaType(), patcher));
    }

    /** @throws dev.caravel.apiserver.status.ApiException 415 for a format that is not known, or not for this resource */
    Change change(Call call, Resource resource) {
        if (resource.custom() && RequestBody.patchType(call).equals(STRATEGIC)) {
            throw Statuses.unsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types"
                            + " include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        }
        return change(call, resource.schema());
    }

    /** As {@link #change(Call, Resource)}, of a type that is no resource. */
    Change change(Call call, Schema schema) {
        Patcher patcher = byMediaType.get(RequestBody.patchType(call));
        if (patcher == null) {
            throw Statuses.unsupportedMediaType("415: Unsupported Media Type");
        }
        boolean conditional = new String(call.body(), UTF_8).contains("resourceVersion");
        UnaryOperator<ObjectNode> change = current -> {
            ObjectNode patched = patcher.apply(current, call.body(), schema);
            if (!conditional && patched.get("metadata") instanceof ObjectNode metadata) {
                // The patch is of whatever is there: another write meanwhile is no conflict.
                ObjectNode free = metadata.objectNode().setAll(metadata);
                patched.set("metadata", free.without("resourceVersion"));
            }
            return patched;
        };
        return new Change(change, decoded(call));
    }

    private static Decoded decoded(Call call) {
        try {
            StrictReader reader = JsonCodec.strictReader(call.body());
            JsonNode document = reader.read();
            String shown = RequestBody.patchType(call).equals(STRATEGIC) ? GoText.plain(document) : "";
            return new Decoded(Source.PATCH, faults(reader, document), shown);
        } catch (IOException e) {
            return new Decoded(Source.PATCH, List.of(), ""); // the patcher tells of it
        }
    }

    private static List<String> faults(StrictReader reader, JsonNode document) {
        List<String> faults = new ArrayList<>(RequestBody.fields(reader));
        if (!document.isArray()) {
            return faults;
        }
        for (int i = 0; i < document.size(); i++) {
            for (var member : document.get(i).properties()) {
                if (!OPERATION.contains(member.getKey())) {
                    faults.add("unknown field \"[%d].%s\"".formatted(i, member.getKey()));
                }
            }
        }
        return faults.stream().map(fault -> "json patch " + fault).toList();
    }
}

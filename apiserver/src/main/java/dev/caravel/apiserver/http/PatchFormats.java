package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.json.StrictReader;
import dev.caravel.apiserver.patch.Patcher;
import dev.caravel.apiserver.registry.Decoded;
import dev.caravel.apiserver.registry.Decoded.Source;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Finds how a patch is to be applied, by its media type. Immutable. */
public final class PatchFormats {
    private static final Set<String> OPERATION = Set.of("op", "path", "from", "value");

    private final Map<String, Patcher> byMediaType = new LinkedHashMap<>();

    /** @param change from the present object to the patched one */
    record Change(UnaryOperator<ObjectNode> change, Decoded decoded) {}

    /** @param patchers in the order in which they are to be listed */
    public PatchFormats(List<Patcher> patchers) {
        patchers.forEach(patcher -> byMediaType.put(patcher.mediaType(), patcher));
    }

    /** @throws dev.caravel.apiserver.status.ApiException 415 for a format that is not known, 400 for what is no JSON */
    Change change(Call call, Schema schema) {
        Patcher patcher = byMediaType.get(RequestBody.mediaType(call));
        if (patcher == null) {
            throw Statuses.unsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types include: "
                            + String.join(
                                    ", ",
                                    Stream.concat(byMediaType.keySet().stream(), Stream.of(ApplyEndpoint.MEDIA_TYPE))
                                            .toList()));
        }
        boolean conditional = new String(call.body(), UTF_8).contains("resourceVersion");
        UnaryOperator<ObjectNode> change = current -> {
            ObjectNode patched = patcher.apply(current, call.body(), schema);
            if (!conditional) {
                // The patch is of whatever is there: another write meanwhile is no conflict.
                patched.withObject("/metadata").remove("resourceVersion");
            }
            return patched;
        };
        return new Change(change, new Decoded(Source.PATCH, faults(call.body())));
    }

    private static List<String> faults(byte[] patch) {
        JsonNode document;
        StrictReader reader;
        try {
            reader = JsonCodec.strictReader(patch);
            document = reader.read();
        } catch (IOException e) {
            return List.of(); // the patcher tells of it
        }
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

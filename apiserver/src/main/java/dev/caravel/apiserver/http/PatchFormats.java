package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.patch.Patcher;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.Statuses;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Finds how a patch is to be applied, by its media type. Immutable. */
public final class PatchFormats {
    private final Map<String, Patcher> byMediaType;

    public PatchFormats(Collection<Patcher> patchers) {
        byMediaType = patchers.stream().collect(Collectors.toMap(Patcher::mediaType, Function.identity()));
    }

    /** @throws dev.caravel.apiserver.status.ApiException 415 for a format that is not known */
    UnaryOperator<ObjectNode> change(Call call, Schema schema) {
        Patcher patcher = byMediaType.get(RequestBody.mediaType(call));
        if (patcher == null) {
            throw Statuses.unsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types include: "
                            + byMediaType.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        boolean conditional = new String(call.body(), UTF_8).contains("resourceVersion");
        return current -> {
            ObjectNode patched = patcher.apply(current, call.body(), schema);
            if (!conditional) {
                // The patch is of whatever is there: another write meanwhile is no conflict.
                patched.withObject("/metadata").remove("resourceVersion");
            }
            return patched;
        };
    }
}

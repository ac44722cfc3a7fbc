package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ComputedResource;
import dev.caravel.apiserver.registry.ListOptions;
import dev.caravel.apiserver.registry.ObjectList;
import dev.caravel.apiserver.registry.Target;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.cache.CachedObject;
import java.util.List;
import java.util.Map;

/** Answers get and list of resources whose objects are stored nowhere. Pure. */
final class ComputedEndpoint {
    private ComputedEndpoint() {}

    static Answer answer(Call call, Target target, ComputedResource computed, Rendering rendering) {
        return switch (call.info().verb()) {
            case "get" ->
                rendering.tree(
                        200,
                        computed.get(target.name())
                                .orElseThrow(() -> Statuses.notFound(target.groupResource(), target.name())));
            case "list" -> {
                ListOptions options = QueryOptions.list(call);
                options.requireSelectable(target.resource().definition());
                List<CachedObject> selected = computed.list().stream()
                        .map(object -> cached(target, object))
                        .filter(object -> options.labels().matches(object.labels())
                                && options.fields().matches(object::field))
                        .toList();
                yield rendering.list(new ObjectList(selected, 0, "", 0));
            }
            default ->
                throw Statuses.methodNotAllowed(
                        target.groupResource(), call.info().verb());
        };
    }

    private static CachedObject cached(Target target, ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        return new CachedObject(
                name, target.resource().id().apiVersion(), "", name, 0, JsonCodec.write(object), Map.of(), Map.of());
    }
}

package dev.caravel.apiserver.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.Creation;
import dev.caravel.apiserver.registry.Target;
import dev.caravel.apiserver.registry.Update;
import dev.caravel.apiserver.registry.WriteOptions;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.Set;

/** Answers for the verb update. Thread-safe; blocks. */
public final class PutEndpoint {
    /** Objects of these are created when an update does not find them. */
    private static final Set<String> CREATED = Set.of(
            "clusterrolebindings.rbac.authorization.k8s.io",
            "clusterroles.rbac.authorization.k8s.io",
            "endpoints",
            "events",
            "events.events.k8s.io",
            "leasecandidates.coordination.k8s.io",
            "leases.coordination.k8s.io",
            "limitranges",
            "rolebindings.rbac.authorization.k8s.io",
            "roles.rbac.authorization.k8s.io",
            "runtimeclasses.node.k8s.io",
            "services");

    private final CreatePermission permission;
    private final Creation creation;
    private final Update update;

    public PutEndpoint(CreatePermission permission, Creation creation, Update update) {
        this.permission = requireNonNull(permission, "permission is null");
        this.creation = requireNonNull(creation, "creation is null");
        this.update = requireNonNull(update, "update is null");
    }

    Answer answer(Call call, Target target, Rendering rendering) {
        RequestBody body = RequestBody.decode(call, target.kind());
        WriteOptions options = QueryOptions.write(call).withDecoded(body.decoded());
        try {
            return rendering.tree(200, update.update(target, _ -> body.object().deepCopy(), options));
        } catch (ApiException missing) {
            if (!missing.status().reason().equals("NotFound") || !isCreated(target, body.object())) {
                throw missing;
            }
        }
        permission.require(call);
        requireName(target, body.object());
        return rendering.tree(201, creation.create(target, body.object(), options));
    }

    private static void requireName(Target target, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        if (!name.equals(target.name())) {
            throw Statuses.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(name, target.name()));
        }
    }

    /** Whoever names a version or a uid means an object that was there. */
    private static boolean isCreated(Target target, ObjectNode object) {
        return target.subresource().isEmpty()
                && CREATED.contains(target.groupResource().toString())
                && object.path("metadata").path("uid").asText().isEmpty()
                && object.path("metadata").path("resourceVersion").asText().isEmpty();
    }
}

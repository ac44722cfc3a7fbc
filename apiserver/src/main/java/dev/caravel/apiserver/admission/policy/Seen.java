package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.resource.Resource;
import java.util.Optional;

/**
 * A request as a policy or webhook sees it: in the version of the resource that its rules name, which with
 * {@code matchPolicy: Equivalent} may be another than the request's.
 */
public record Seen(Resource resource, Optional<ObjectNode> object, Optional<ObjectNode> oldObject) {
    public static Seen of(AdmissionRequest request, Resource as) {
        return new Seen(
                as,
                request.object().map(object -> converted(object, request, as)),
                request.oldObject().map(object -> converted(object, request, as)));
    }

    private static ObjectNode converted(ObjectNode object, AdmissionRequest request, Resource to) {
        Resource from = request.resource();
        boolean ofTheResource = from.definition()
                .kind(request.subresource())
                .equals(from.definition().kind(""));
        return from.id().equals(to.id()) || !ofTheResource ? object : to.fromStorage(from.toStorage(object.deepCopy()));
    }

    /** Whether the object is one of the resource, and not what a subresource takes: a Scale, an Eviction. */
    public boolean isOfResource() {
        return object.map(it -> !it.has("kind")
                        || it.path("kind").asText().equals(resource.definition().kind()))
                .orElse(true);
    }
}

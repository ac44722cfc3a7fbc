package dev.caravel.controllers.gc;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ApiRequests;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of any kind at the API server itself: what the graph says may be out of date. */
final class LiveObjects {
    private final ApiRequests requests;
    private final KnownResources resources;

    LiveObjects(ApiRequests requests, KnownResources resources) {
        this.requests = requireNonNull(requests, "requests is null");
        this.resources = requireNonNull(resources, "resources is null");
    }

    /** Empty when the object is gone, or only another of its name is there. */
    Optional<ObjectMeta> get(ObjectIdentity identity) {
        try {
            ObjectMeta metadata = requests.getMetadata(path(identity)).getMetadata();
            return identity.uid().equals(metadata.getUid()) ? Optional.of(metadata) : Optional.empty();
        } catch (KubernetesClientException e) {
            if (ApiFailures.isNotFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Deletes exactly what was looked at. */
    void delete(ObjectIdentity identity, ObjectMeta seen, String propagation) {
        requests.delete(
                path(identity),
                new DeleteOptionsBuilder()
                        .withPropagationPolicy(propagation)
                        .withNewPreconditions()
                        .withUid(identity.uid())
                        .withResourceVersion(seen.getResourceVersion())
                        .endPreconditions()
                        .build());
    }

    void removeFinalizer(ObjectIdentity identity, ObjectMeta seen, String finalizer) {
        List<String> left = seen.getFinalizers().stream()
                .filter(name -> !name.equals(finalizer))
                .toList();
        patch(identity, seen, "finalizers", left);
    }

    /** @param references what is to be left; objects or maps */
    void setOwners(ObjectIdentity identity, ObjectMeta seen, List<?> references) {
        patch(identity, seen, "ownerReferences", references);
    }

    private void patch(ObjectIdentity identity, ObjectMeta seen, String field, List<?> value) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("uid", identity.uid());
        metadata.put("resourceVersion", seen.getResourceVersion());
        metadata.put(field, value.isEmpty() ? null : value);
        requests.send("PATCH", path(identity), ApiRequests.MERGE_PATCH, Map.of("metadata", metadata), Void.class);
    }

    private String path(ObjectIdentity identity) {
        return resources.of(identity).path(identity.namespace(), identity.name());
    }
}

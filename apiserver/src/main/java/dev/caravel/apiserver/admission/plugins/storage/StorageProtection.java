package dev.caravel.apiserver.admission.plugins.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Keeps volumes, claims and classes of attributes from vanishing while in use; the protection controllers let them go. */
public final class StorageProtection implements AdmissionPlugin {
    public static final String NAME = "StorageObjectInUseProtection";

    private static final Map<GroupResource, String> FINALIZERS = Map.of(
            new GroupResource("", "persistentvolumes"), "kubernetes.io/pv-protection",
            new GroupResource("", "persistentvolumeclaims"), "kubernetes.io/pvc-protection",
            new GroupResource("storage.k8s.io", "volumeattributesclasses"), "kubernetes.io/vac-protection");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        String finalizer = FINALIZERS.get(request.resource().id().groupResource());
        if (finalizer == null
                || request.operation() != Operation.CREATE
                || !request.subresource().isEmpty()) {
            return;
        }
        JsonNode metadata = request.object().orElseThrow().withObject("/metadata");
        ArrayNode finalizers = metadata.withArray("/finalizers");
        if (StreamSupport.stream(finalizers.spliterator(), false)
                .noneMatch(present -> present.asText().equals(finalizer))) {
            finalizers.add(finalizer);
        }
    }
}

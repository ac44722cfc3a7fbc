package dev.caravel.apiserver.admission.plugins.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.machinery.quantity.Quantity;

/** A claim grows only when it is bound and its storage class allows it. */
public final class VolumeClaimResize implements AdmissionPlugin {
    public static final String NAME = "PersistentVolumeClaimResize";

    private static final GroupResource CLASSES = new GroupResource("storage.k8s.io", "storageclasses");
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    private final ObjectReader reader;

    public VolumeClaimResize(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.UPDATE || !request.isFor("", "persistentvolumeclaims")) {
            return;
        }
        ObjectNode claim = request.object().orElseThrow();
        ObjectNode old = request.oldObject().orElseThrow();
        if (size(claim).compareTo(size(old)) <= 0) {
            return;
        }
        if (!old.at("/status/phase").asText().equals("Bound")) {
            throw request.forbidden("Only bound persistent volume claims can be expanded");
        }
        String className = className(claim);
        boolean allowed = !className.isEmpty()
                && className.equals(className(old))
                && reader.get(CLASSES, "", className)
                        .filter(storageClass ->
                                storageClass.path("allowVolumeExpansion").asBoolean())
                        .isPresent();
        if (!allowed) {
            throw request.forbidden(
                    "only dynamically provisioned pvc can be resized and the storageclass that provisions"
                            + " the pvc must support resize");
        }
    }

    private static Quantity size(ObjectNode claim) {
        return ResourceAmounts.of(claim.at("/spec/resources/requests"))
                .get("storage")
                .orElse(Quantity.ZERO);
    }

    private static String className(ObjectNode claim) {
        JsonNode annotated = claim.path("metadata").path("annotations").path(CLASS_ANNOTATION);
        return annotated.isTextual()
                ? annotated.textValue()
                : claim.at("/spec/storageClassName").asText();
    }
}

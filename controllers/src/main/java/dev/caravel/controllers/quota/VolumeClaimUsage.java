package dev.caravel.controllers.quota;

import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What PersistentVolumeClaims use: their count and storage, in all and by storage class. */
final class VolumeClaimUsage implements Usage<PersistentVolumeClaim> {
    private static final String COUNT = "count/persistentvolumeclaims";
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String STORAGE = "requests.storage";
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    @Override
    public boolean measures(String name) {
        return name.equals(COUNT)
                || name.equals(CLAIMS)
                || name.equals(STORAGE)
                || name.endsWith(OF_CLASS + CLAIMS)
                || name.endsWith(OF_CLASS + STORAGE);
    }

    @Override
    public Amounts of(PersistentVolumeClaim claim) {
        Map<String, Quantity> result = new TreeMap<>(Map.of(COUNT, ONE, CLAIMS, ONE));
        Quantity storage = storage(claim);
        if (storage != null) {
            result.put(STORAGE, storage);
        }
        String className = className(claim);
        if (className != null && !className.isEmpty()) {
            result.put(className + OF_CLASS + CLAIMS, ONE);
            if (storage != null) {
                result.put(className + OF_CLASS + STORAGE, storage);
            }
        }
        return new Amounts(result);
    }

    private static String className(PersistentVolumeClaim claim) {
        Map<String, String> annotations = claim.getMetadata().getAnnotations();
        String annotated = annotations == null ? null : annotations.get(CLASS_ANNOTATION);
        return annotated == null ? claim.getSpec().getStorageClassName() : annotated;
    }

    /** In whole bytes; what is allocated counts when it is more than what is asked for. */
    private static Quantity storage(PersistentVolumeClaim claim) {
        if (claim.getSpec().getResources() == null) {
            return null;
        }
        Amounts amounts = Amounts.of(claim.getSpec().getResources().getRequests());
        Quantity requested = amounts.byName().get("storage");
        if (requested == null) {
            return null;
        }
        PersistentVolumeClaimStatus status = claim.getStatus();
        Quantity allocated = status == null
                ? null
                : Amounts.of(status.getAllocatedResources()).byName().get("storage");
        Quantity larger = allocated != null && allocated.compareTo(requested) > 0 ? allocated : requested;
        return larger.isInteger()
                ? larger
                : Quantity.of(larger.amount().setScale(0, RoundingMode.UP).longValueExact(), larger.format());
    }

    /** A claim on its way from one class to another is of both. */
    @Override
    public boolean isWithin(ScopedResourceSelectorRequirement scope, PersistentVolumeClaim claim) {
        if (!scope.getScopeName().equals("VolumeAttributesClass")) {
            return false;
        }
        PersistentVolumeClaimStatus status = claim.getStatus();
        Stream<String> shown = status == null
                ? Stream.empty()
                : Stream.of(
                        status.getCurrentVolumeAttributesClassName(),
                        status.getModifyVolumeStatus() == null
                                ? null
                                : status.getModifyVolumeStatus().getTargetVolumeAttributesClassName());
        Set<String> classes = Stream.concat(
                        Stream.of(claim.getSpec()).map(spec -> spec.getVolumeAttributesClassName()), shown)
                .filter(Objects::nonNull)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        return Scopes.admits(scope, classes);
    }
}

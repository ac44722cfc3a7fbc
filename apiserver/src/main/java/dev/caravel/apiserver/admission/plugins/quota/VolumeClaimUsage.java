package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.machinery.quantity.Quantity;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What PersistentVolumeClaims use: their count and storage, in all and by storage class. */
final class VolumeClaimUsage implements UsageEvaluator {
    private static final String COUNT = "count/persistentvolumeclaims";
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String STORAGE = "requests.storage";
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final List<String> ATTRIBUTES_CLASSES = List.of(
            "/spec/volumeAttributesClassName",
            "/status/currentVolumeAttributesClassName",
            "/status/modifyVolumeStatus/targetVolumeAttributesClassName");

    @Override
    public boolean measures(String name) {
        return name.equals(COUNT)
                || name.equals(CLAIMS)
                || name.equals(STORAGE)
                || name.endsWith(OF_CLASS + CLAIMS)
                || name.endsWith(OF_CLASS + STORAGE);
    }

    @Override
    public boolean handles(AdmissionRequest request) {
        return switch (request.subresource()) {
            case "" -> request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
            case "status" -> request.operation() == Operation.UPDATE;
            default -> false;
        };
    }

    @Override
    public ResourceAmounts usage(JsonNode claim) {
        Map<String, Quantity> result = new TreeMap<>();
        result.put(COUNT, ResourceAmounts.ONE);
        result.put(CLAIMS, ResourceAmounts.ONE);
        Optional<Quantity> storage = storage(claim);
        storage.ifPresent(amount -> result.put(STORAGE, amount));
        String className = className(claim);
        if (!className.isEmpty()) {
            result.put(className + OF_CLASS + CLAIMS, ResourceAmounts.ONE);
            storage.ifPresent(amount -> result.put(className + OF_CLASS + STORAGE, amount));
        }
        return new ResourceAmounts(result);
    }

    private static String className(JsonNode claim) {
        JsonNode annotated = claim.path("metadata").path("annotations").path(CLASS_ANNOTATION);
        return annotated.isTextual()
                ? annotated.textValue()
                : claim.at("/spec/storageClassName").asText();
    }

    /** In whole bytes; what is allocated counts when it is more than what is asked for. */
    private static Optional<Quantity> storage(JsonNode claim) {
        Optional<Quantity> requested =
                ResourceAmounts.of(claim.at("/spec/resources/requests")).get("storage");
        Optional<Quantity> allocated =
                ResourceAmounts.of(claim.at("/status/allocatedResources")).get("storage");
        return requested
                .map(amount ->
                        allocated.filter(larger -> larger.compareTo(amount) > 0).orElse(amount))
                .map(VolumeClaimUsage::wholeBytes);
    }

    private static Quantity wholeBytes(Quantity amount) {
        return amount.isInteger()
                ? amount
                : Quantity.of(amount.amount().setScale(0, RoundingMode.UP).longValueExact(), amount.format());
    }

    @Override
    public boolean hasScopes() {
        return true;
    }

    /** A claim on its way from one class to another is of both. */
    @Override
    public boolean isWithin(QuotaScope scope, JsonNode claim) {
        if (!scope.name().equals("VolumeAttributesClass")) {
            return false;
        }
        Set<String> classes = new TreeSet<>();
        ATTRIBUTES_CLASSES.stream()
                .map(path -> claim.at(path).asText())
                .filter(name -> !name.isEmpty())
                .forEach(classes::add);
        return scope.admits(classes);
    }
}

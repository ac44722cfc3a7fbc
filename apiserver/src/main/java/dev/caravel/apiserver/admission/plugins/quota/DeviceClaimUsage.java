package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;

/** What ResourceClaims use: their count, and by device class the devices that they may get at most. */
final class DeviceClaimUsage implements UsageEvaluator {
    private static final String COUNT = "count/resourceclaims.resource.k8s.io";
    private static final String OF_CLASS = ".deviceclass.resource.k8s.io/devices";
    /** The most that one claim can be allocated, for those who want all. */
    private static final long ALL = 32;

    @Override
    public boolean measures(String name) {
        return name.equals(COUNT) || name.endsWith(OF_CLASS);
    }

    @Override
    public boolean handles(AdmissionRequest request) {
        return request.subresource().isEmpty()
                && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
    }

    @Override
    public ResourceAmounts usage(JsonNode claim) {
        ResourceAmounts total = ResourceAmounts.of(COUNT, ResourceAmounts.ONE);
        for (JsonNode request : claim.at("/spec/devices/requests")) {
            total = total.plus(devices(request));
        }
        return total;
    }

    private static ResourceAmounts devices(JsonNode request) {
        if (request.path("exactly").isObject()) {
            return ofClass(request.path("exactly"));
        }
        ResourceAmounts worst = ResourceAmounts.NONE;
        for (JsonNode alternative : request.path("firstAvailable")) {
            worst = worst.max(ofClass(alternative));
        }
        return worst;
    }

    private static ResourceAmounts ofClass(JsonNode wanted) {
        long number =
                switch (wanted.path("allocationMode").asText()) {
                    case "ExactCount" -> wanted.path("count").asLong();
                    case "All" -> ALL;
                    default -> 0;
                };
        return ResourceAmounts.of(
                wanted.path("deviceClassName").asText() + OF_CLASS, Quantity.of(number, QuantityFormat.DECIMAL_SI));
    }
}

package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Cells of volumes, claims and drivers. */
final class StorageCells {
    static final Map<String, Cell> BY_NAME = Map.ofEntries(
            Map.entry("pvCapacity", Cell.text(pv -> JsonPaths.at(pv, "spec.capacity.storage")
                    .asText("0"))),
            Map.entry("pvAccessModes", Cell.text(pv -> modes(JsonPaths.at(pv, "spec.accessModes")))),
            Map.entry("pvStatus", Cell.text(StorageCells::phase)),
            Map.entry("pvcStatus", Cell.text(StorageCells::phase)),
            Map.entry("pvClaim", Cell.text(StorageCells::claim)),
            Map.entry(
                    "pvcCapacity",
                    Cell.text(pvc -> ifBound(
                            pvc, JsonPaths.at(pvc, "status.capacity.storage").asText("0")))),
            Map.entry("pvcAccessModes", Cell.text(pvc -> ifBound(pvc, modes(JsonPaths.at(pvc, "status.accessModes"))))),
            Map.entry("storageClass", Cell.text(StorageCells::storageClass)),
            Map.entry(
                    "storageClassReclaimPolicy",
                    Cell.text(sc -> Texts.orElse(JsonPaths.text(sc, "reclaimPolicy"), "Delete"))),
            Map.entry("csiTokenRequests", Cell.text(StorageCells::tokenRequests)),
            Map.entry(
                    "csiModes",
                    Cell.text(driver -> Texts.orElse(
                            Texts.join(JsonPaths.at(driver, "spec.volumeLifecycleModes"), ","), "<none>"))),
            Map.entry("resourceClaimState", Cell.text(StorageCells::resourceClaimState)));

    private static final List<Map.Entry<String, String>> MODES = List.of(
            Map.entry("ReadWriteOnce", "RWO"),
            Map.entry("ReadOnlyMany", "ROX"),
            Map.entry("ReadWriteMany", "RWX"),
            Map.entry("ReadWriteOncePod", "RWOP"));

    private StorageCells() {}

    private static String modes(JsonNode modes) {
        return MODES.stream()
                .filter(mode ->
                        modes.valueStream().anyMatch(value -> value.asText().equals(mode.getKey())))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(","));
    }

    private static String phase(ObjectNode object) {
        return object.path("metadata").has("deletionTimestamp")
                ? "Terminating"
                : JsonPaths.text(object, "status.phase");
    }

    private static String claim(ObjectNode volume) {
        var claim = JsonPaths.at(volume, "spec.claimRef");
        return claim.isObject()
                ? claim.path("namespace").asText() + "/" + claim.path("name").asText()
                : "";
    }

    private static String ifBound(ObjectNode claim, String text) {
        return JsonPaths.text(claim, "spec.volumeName").isEmpty() ? "" : text;
    }

    /** The annotation is older than the field and goes before it. */
    private static String storageClass(ObjectNode object) {
        return object.path("metadata")
                .path("annotations")
                .path("volume.beta.kubernetes.io/storage-class")
                .asText(JsonPaths.text(object, "spec.storageClassName"));
    }

    private static String tokenRequests(ObjectNode driver) {
        var requests = JsonPaths.at(driver, "spec.tokenRequests");
        return requests.isMissingNode()
                ? "<unset>"
                : requests.valueStream()
                        .map(request -> request.path("audience").asText())
                        .collect(Collectors.joining(","));
    }

    private static String resourceClaimState(ObjectNode claim) {
        var deleted = claim.path("metadata").has("deletionTimestamp");
        if (!JsonPaths.at(claim, "status.allocation").isObject()) {
            return deleted ? "deleted" : "pending";
        }
        return (deleted ? "deleted," : "")
                + "allocated"
                + (JsonPaths.at(claim, "status.reservedFor").isEmpty() ? "" : ",reserved");
    }
}

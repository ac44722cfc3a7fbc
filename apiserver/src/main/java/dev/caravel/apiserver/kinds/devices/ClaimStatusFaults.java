package dev.caravel.apiserver.kinds.devices;

import static dev.caravel.apiserver.json.Quoted.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the status that is told of a ResourceClaim: who uses it, and which devices it was given. */
final class ClaimStatusFaults {
    private static final int MOST_CONSUMERS = 256;
    private static final int MOST_RESULTS = 32;
    private static final int DRIVER_LENGTH = 63;
    private static final int POOL_LENGTH = 253;
    private static final String NO_REQUEST =
            "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    private final ObjectNode claim;
    private final JsonNode status;
    private final JsonNode before;
    private final List<FieldError> errors = new ArrayList<>();

    private ClaimStatusFaults(ObjectNode claim, ObjectNode old) {
        this.claim = claim;
        this.status = claim.path("status");
        this.before = old.path("status");
    }

    static List<FieldError> of(ObjectNode claim, ObjectNode old) {
        ClaimStatusFaults faults = new ClaimStatusFaults(claim, old);
        faults.consumers();
        faults.devices();
        faults.reservation();
        faults.allocation();
        return faults.errors;
    }

    private void invalid(String field, String value, String detail) {
        errors.add(FieldError.invalid(field, quoted(value), detail));
    }

    private void consumers() {
        JsonNode consumers = status.path("reservedFor");
        if (consumers.size() > MOST_CONSUMERS) {
            errors.add(FieldError.tooMany("status.reservedFor", consumers.size(), MOST_CONSUMERS));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < consumers.size(); i++) {
            String path = FieldPath.index("status.reservedFor", i);
            for (String field : List.of("resource", "name", "uid")) {
                if (consumers.get(i).path(field).asText().isEmpty()) {
                    errors.add(FieldError.required(FieldPath.child(path, field), ""));
                }
            }
            String uid = consumers.get(i).path("uid").asText();
            if (!seen.add(uid)) {
                errors.add(FieldError.duplicate(path, quoted(uid)));
            }
        }
    }

    private void reservation() {
        if (status.path("reservedFor").isEmpty()) {
            return;
        }
        if (!status.path("allocation").isObject()) {
            errors.add(FieldError.forbidden("status.reservedFor", "may not be specified when `allocated` is not set"));
        } else if (claim.path("metadata").has("deletionTimestamp")) {
            List<JsonNode> known = before.path("reservedFor").valueStream().toList();
            if (status.path("reservedFor").valueStream().anyMatch(consumer -> !known.contains(consumer))) {
                errors.add(FieldError.forbidden(
                        "status.reservedFor",
                        "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set"));
            }
        }
    }

    private void devices() {
        Set<String> allocated = new HashSet<>();
        status.path("allocation").path("devices").path("results").forEach(result -> allocated.add(id(result)));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < status.path("devices").size(); i++) {
            JsonNode device = status.path("devices").get(i);
            String path = FieldPath.index("status.devices", i);
            place(device, path);
            if (!allocated.contains(id(device))) {
                invalid(path, id(device), "must be an allocated device in the claim");
            }
            if (!seen.add(id(device))) {
                errors.add(FieldError.duplicate(path, quoted(id(device))));
            }
        }
    }

    private static String id(JsonNode device) {
        String id = device.path("driver").asText() + "/" + device.path("pool").asText() + "/"
                + device.path("device").asText();
        String share = device.path("shareID").asText();
        return share.isEmpty() ? id : id + "/" + share;
    }

    /** Driver, pool and device. */
    private void place(JsonNode device, String path) {
        String driver = device.path("driver").asText();
        if (driver.isEmpty()) {
            errors.add(FieldError.required(FieldPath.child(path, "driver"), ""));
        } else {
            if (driver.length() > DRIVER_LENGTH) {
                errors.add(FieldError.tooLong(FieldPath.child(path, "driver"), DRIVER_LENGTH));
            }
            Formats.dns1123Subdomain(driver).forEach(fault -> invalid(FieldPath.child(path, "driver"), driver, fault));
        }
        String pool = device.path("pool").asText();
        if (pool.isEmpty()) {
            errors.add(FieldError.required(FieldPath.child(path, "pool"), ""));
        } else {
            if (pool.length() > POOL_LENGTH) {
                errors.add(FieldError.tooLong(FieldPath.child(path, "pool"), POOL_LENGTH));
            }
            for (String part : pool.split("/", -1)) {
                Formats.dns1123Subdomain(part).forEach(fault -> invalid(FieldPath.child(path, "pool"), part, fault));
            }
        }
        String name = device.path("device").asText();
        Formats.dns1123Label(name).forEach(fault -> invalid(FieldPath.child(path, "device"), name, fault));
    }

    private void allocation() {
        JsonNode allocation = status.path("allocation");
        if (!allocation.isObject()) {
            return;
        }
        if (before.path("allocation").isObject()) {
            if (!before.path("allocation").equals(allocation)) {
                errors.add(FieldError.invalid("status.allocation", allocation.toString(), "field is immutable"));
            }
            return;
        }
        JsonNode results = allocation.path("devices").path("results");
        if (results.size() > MOST_RESULTS) {
            errors.add(FieldError.tooMany("status.allocation.devices.results", results.size(), MOST_RESULTS));
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            String path = FieldPath.index("status.allocation.devices.results", i);
            request(results.get(i).path("request").asText(), FieldPath.child(path, "request"));
            place(results.get(i), path);
        }
    }

    private void request(String name, String path) {
        String[] segments = name.split("/", -1);
        if (segments.length > 2) {
            invalid(path, name, NO_REQUEST);
            return;
        }
        for (String segment : segments) {
            Formats.dns1123Label(segment).forEach(fault -> invalid(path, segment, fault));
        }
        boolean known = claim.at("/spec/devices/requests")
                .valueStream()
                .filter(request -> request.path("name").asText().equals(segments[0]))
                .anyMatch(request -> segments.length == 1
                        || request.path("firstAvailable")
                                .valueStream()
                                .anyMatch(alternative ->
                                        alternative.path("name").asText().equals(segments[1])));
        if (!known) {
            invalid(path, name, NO_REQUEST);
        }
    }
}

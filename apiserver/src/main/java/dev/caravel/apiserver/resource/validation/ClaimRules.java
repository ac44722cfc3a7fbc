package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;

/** Where claims of volumes take their data from, how they may change, and what is reported of them. */
final class ClaimRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "claimSources", ClaimRules::sources,
            "claimUpdate", ClaimRules::update,
            "claimStatus", ClaimRules::status);

    private static final String SPEC_IS_IMMUTABLE =
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    private static final List<String> RESIZE_STATUSES = List.of(
            "ControllerResizeInProgress",
            "ControllerResizeInfeasible",
            "NodeResizeInProgress",
            "NodeResizeInfeasible",
            "NodeResizePending");

    private ClaimRules() {}

    private static void sources(Subject spec) {
        for (var field : List.of("dataSource", "dataSourceRef")) {
            if (spec.at(field).isObject()) {
                source(spec, field);
            }
        }
        if (spec.at("dataSource").isObject() && spec.at("dataSourceRef").isObject() && !areSame(spec)) {
            spec.errors().add(FieldError.invalid(spec.path(), "{}", "must match dataSourceRef"));
        }
    }

    private static boolean areSame(Subject spec) {
        return List.of("apiGroup", "kind", "name").stream()
                .allMatch(field -> spec.text("dataSource." + field).equals(spec.text("dataSourceRef." + field)));
    }

    private static void source(Subject spec, String field) {
        for (var part : List.of("name", "kind")) {
            if (spec.text(field + "." + part).isEmpty()) {
                spec.required(field + "." + part, "");
            }
        }
        var group = spec.text(field + ".apiGroup");
        var kind = spec.text(field + ".kind");
        if (group.isEmpty()) {
            if (!kind.equals("PersistentVolumeClaim")) {
                spec.invalid(
                        field,
                        TextNode.valueOf(kind),
                        "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
            }
        } else {
            Formats.dns1123Subdomain(group)
                    .forEach(fault -> spec.invalid(field + ".apiGroup", TextNode.valueOf(group), fault));
        }
    }

    /** A bound claim may grow; another may be bound. */
    private static void update(Subject claim) {
        if (claim.old().isEmpty()
                || !(claim.old().get().path("spec") instanceof ObjectNode old)
                || !(claim.at("spec") instanceof ObjectNode spec)) {
            return;
        }
        var before = old.deepCopy();
        var now = spec.deepCopy();
        var bound = claim.text("status.phase").equals("Bound");
        if (before.path("volumeName").asText("").isEmpty()) {
            List.of(before, now).forEach(one -> one.remove(List.of("volumeName", "storageClassName")));
        }
        if (bound) {
            List.of(before, now).forEach(one -> one.remove(List.of("volumeAttributesClassName")));
            List.of(before, now).forEach(one -> one.withObject("/resources").remove("requests"));
        }
        if (!before.equals(now)) {
            claim.forbidden("spec", SPEC_IS_IMMUTABLE);
        }
        if (!old.path("volumeMode").equals(spec.path("volumeMode"))) {
            claim.errors()
                    .add(FieldError.invalid("volumeMode", Values.show(spec.path("volumeMode")), "field is immutable"));
        }
        shrink(claim, old);
    }

    private static void shrink(Subject claim, ObjectNode old) {
        var path = "resources.requests.storage";
        var before = ContainerRules.quantity(JsonPaths.at(old, path));
        var now = ContainerRules.quantity(claim.at("spec." + path));
        var granted = ContainerRules.quantity(claim.at("status.capacity.storage"));
        if (before.isEmpty() || now.isEmpty() || now.get().compareTo(before.get()) >= 0) {
            return;
        }
        if (granted.isEmpty() || now.get().compareTo(granted.get()) <= 0) {
            claim.forbidden("spec." + path, "field can not be less than status.capacity");
        }
    }

    private static void status(Subject status) {
        for (var entry : status.at("capacity").properties()) {
            if (VolumeRules.isNegative(entry.getValue())) {
                status.errors()
                        .add(FieldError.invalid(
                                FieldPath.key(status.pathOf("capacity"), entry.getKey()),
                                entry.getValue().asText(),
                                "must be a valid resource quantity"));
            }
        }
        status.at("allocatedResources")
                .fieldNames()
                .forEachRemaining(name -> resource(status, "allocatedResources", name));
        for (var entry : status.at("allocatedResourceStatuses").properties()) {
            resource(status, "allocatedResourceStatuses", entry.getKey());
            if (!RESIZE_STATUSES.contains(entry.getValue().asText())) {
                notSupported(status, "allocatedResourceStatuses", entry.getKey(), RESIZE_STATUSES);
            }
        }
    }

    /** What has a domain is the domain's affair. */
    private static void resource(Subject status, String field, String name) {
        var foreign = name.contains("/") && !name.contains("kubernetes.io/");
        if (!name.equals("storage") && !foreign) {
            notSupported(status, field, name, List.of("storage"));
        }
    }

    private static void notSupported(Subject status, String field, String value, List<String> supported) {
        status.errors().add(FieldError.notSupported(status.pathOf(field), Values.quote(value), supported));
    }
}

package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of resource claims and resource slices. */
final class DeviceRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "uniqueRequests", DeviceRules::uniqueRequests,
            "knownRequests", DeviceRules::knownRequests,
            "requestName", DeviceRules::requestName,
            "oneRequest", DeviceRules::oneRequest,
            "deviceCount", DeviceRules::deviceCount,
            "sliceNodes", DeviceRules::sliceNodes,
            "slicePool", DeviceRules::slicePool,
            "uniqueDevices", subject -> unique(subject, subject.at("devices"), subject.pathOf("devices")));

    private static final List<String> NODE_CHOICES =
            List.of("nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection");

    private DeviceRules() {}

    private static void uniqueRequests(Subject subject) {
        unique(subject, subject.at("requests"), subject.pathOf("requests"));
        for (var i = 0; i < subject.at("requests").size(); i++) {
            unique(
                    subject,
                    subject.at("requests").get(i).path("firstAvailable"),
                    FieldPath.index(subject.pathOf("requests"), i) + ".firstAvailable");
        }
    }

    private static void unique(Subject subject, JsonNode named, String path) {
        var seen = new HashSet<String>();
        for (var i = 0; i < named.size(); i++) {
            var name = named.get(i).path("name").asText();
            if (!name.isEmpty() && !seen.add(name)) {
                subject.errors().add(FieldError.duplicate(FieldPath.index(path, i), Values.quote(name)));
            }
        }
    }

    private static void knownRequests(Subject subject) {
        Set<String> known = new HashSet<>();
        for (var request : subject.at("requests")) {
            var name = request.path("name").asText();
            known.add(name);
            request.path("firstAvailable")
                    .forEach(alternative ->
                            known.add(name + "/" + alternative.path("name").asText()));
        }
        for (var list : List.of("constraints", "config")) {
            for (var i = 0; i < subject.at(list).size(); i++) {
                var path = FieldPath.index(subject.pathOf(list), i);
                references(subject, subject.at(list).get(i).path("requests"), path + ".requests", known);
            }
        }
    }

    private static void references(Subject subject, JsonNode names, String path, Set<String> known) {
        var seen = new HashSet<String>();
        for (var i = 0; i < names.size(); i++) {
            var name = names.get(i).asText();
            if (!seen.add(name)) {
                subject.errors().add(FieldError.duplicate(FieldPath.index(path, i), Values.quote(name)));
            } else if (!known.contains(name)) {
                subject.errors()
                        .add(FieldError.invalid(
                                FieldPath.index(path, i),
                                Values.quote(name),
                                "must be the name of a request in the claim or the name of a request and a subrequest"
                                        + " separated by '/'"));
            }
        }
    }

    private static void requestName(Subject subject) {
        var name = subject.text("name");
        Formats.dns1123Label(name).forEach(fault -> subject.invalid("name", TextNode.valueOf(name), fault));
    }

    private static void oneRequest(Subject subject) {
        var exactly = subject.at("exactly").isObject();
        var alternatives = !subject.at("firstAvailable").isEmpty();
        if (!exactly && !alternatives) {
            subject.errors()
                    .add(FieldError.required(
                            subject.path(), "exactly one of `exactly` or `firstAvailable` is required"));
        } else if (exactly && alternatives) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.path(),
                            "null",
                            "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set"));
        }
    }

    private static void deviceCount(Subject subject) {
        var count = subject.at("count");
        switch (subject.text("allocationMode")) {
            case "All" -> {
                if (count.asLong() != 0) {
                    subject.invalid("count", count, "must not be specified when allocationMode is 'All'");
                }
            }
            case "ExactCount" -> {
                if (count.asLong() <= 0) {
                    subject.invalid("count", count, "must be greater than zero");
                }
            }
            default -> {}
        }
    }

    private static void slicePool(Subject subject) {
        if (subject.text("pool.name").isEmpty()) {
            subject.required("pool.name", "");
        }
        if (subject.at("pool.resourceSliceCount").asLong() <= 0) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("pool.resourceSliceCount"),
                            Long.toString(subject.at("pool.resourceSliceCount").asLong()),
                            "must be greater than zero"));
        }
        if (subject.at("pool.generation").asLong() < 0) {
            subject.invalid("pool.generation", subject.at("pool.generation"), "must be greater than or equal to zero");
        }
    }

    private static void sliceNodes(Subject subject) {
        var set = new ArrayList<String>();
        for (var field : NODE_CHOICES) {
            var value = subject.at(field);
            if (value.isObject() || value.isTextual() && !value.asText().isEmpty() || value.asBoolean()) {
                set.add("`" + field + "`");
            }
        }
        var detail = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";
        if (set.isEmpty()) {
            subject.errors().add(FieldError.required(subject.path(), detail));
        } else if (set.size() > 1) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.path(),
                            Values.quote("{" + String.join(", ", set) + "}"),
                            detail + ", but multiple fields are set"));
        }
    }
}

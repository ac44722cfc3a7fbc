package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of resource claims, their templates and device classes. */
final class DeviceRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "uniqueRequests", DeviceRules::uniqueRequests,
            "knownRequests", DeviceRules::knownRequests,
            "requestName", DeviceRules::requestName,
            "oneRequest", DeviceRules::oneRequest,
            "deviceCount", DeviceRules::deviceCount,
            "tolerationValue", DeviceRules::tolerationValue,
            "oneAttribute", DeviceRules::oneAttribute,
            "extendedResource", DeviceRules::extendedResource,
            "claimMetadata", DeviceRules::claimMetadata,
            "opaqueParameters", DeviceRules::opaqueParameters);

    private static final int PARAMETERS_LENGTH = 10 * 1024;

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

    static void unique(Subject subject, JsonNode named, String path) {
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

    private static void tolerationValue(Subject subject) {
        var value = subject.text("value");
        switch (subject.text("operator")) {
            case "Exists" -> {
                if (!value.isEmpty()) {
                    subject.invalid("value", subject.at("value"), "must be empty for operator `Exists`");
                }
            }
            case "Equal" ->
                Formats.labelValue(value).forEach(fault -> subject.invalid("value", TextNode.valueOf(value), fault));
            default -> {}
        }
    }

    private static void oneAttribute(Subject subject) {
        var field = subject.at("matchAttribute").isTextual() ? "matchAttribute" : "distinctAttribute";
        if (!subject.at(field).isTextual()) {
            subject.errors()
                    .add(FieldError.required(
                            subject.path(),
                            "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields"
                                    + " are set"));
            return;
        }
        var name = subject.text(field);
        DeviceNames.qualified(name, subject.pathOf(field), subject.errors());
        if (!name.contains("/")) {
            subject.invalid(
                    field,
                    subject.at(field),
                    "a fully qualified name must be a domain and a name separated by a slash");
        }
    }

    private static void extendedResource(Subject subject) {
        var name = subject.at("extendedResourceName");
        if (name.isTextual() && !DeviceNames.isExtendedResource(name.asText())) {
            subject.invalid("extendedResourceName", name, "must be a valid extended resource name");
        }
    }

    /** Claims that are made of a template have names of their own. */
    private static void claimMetadata(Subject subject) {
        var metadata = subject.at("metadata");
        MetadataValidation.annotations(
                subject.pathOf("metadata.annotations"), metadata.path("annotations"), subject.errors());
        MetadataValidation.labels(subject.pathOf("metadata.labels"), metadata.path("labels"), subject.errors());
        for (var field : List.of("name", "generateName", "namespace", "resourceVersion", "uid")) {
            if (!metadata.path(field).asText("").isEmpty()) {
                subject.forbidden("metadata." + field, "cannot be set");
            }
        }
    }

    private static void opaqueParameters(Subject subject) {
        var parameters = subject.at("parameters");
        if (parameters.isMissingNode() || parameters.isNull()) {
            subject.required("parameters", "");
        } else if (parameters.toString().getBytes(StandardCharsets.UTF_8).length > PARAMETERS_LENGTH) {
            subject.errors().add(FieldError.tooLong(subject.pathOf("parameters"), PARAMETERS_LENGTH));
        } else if (!parameters.isObject()) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("parameters"), "\"<value omitted>\"", "must be a valid JSON object"));
        }
    }
}

package dev.caravel.apiserver.resource.validation;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Rules of resource slices, and of the devices in them. */
final class SliceRules {
    private static final int POOL_NAME_LENGTH = 253;
    private static final int MOST_DEVICES = 128;
    private static final int MOST_SPECIAL_DEVICES = 64;
    private static final int MOST_QUALITIES = 32;
    private static final int MOST_COUNTERS = 32;
    private static final int TEXT_LENGTH = 64;
    private static final String NUMBER = "(0|[1-9]\\d*)";
    private static final String RELEASE = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final Pattern VERSION = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(-" + RELEASE
            + "(\\." + RELEASE + ")*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?");

    static final Map<String, ValidationRule> BY_NAME = Map.ofEntries(
            entry("sliceNodes", SliceRules::nodes),
            entry("slicePool", SliceRules::pool),
            entry("devicesOrCounters", SliceRules::devicesOrCounters),
            entry(
                    "uniqueDevices",
                    subject -> DeviceRules.unique(subject, subject.at("devices"), subject.pathOf("devices"))),
            entry("deviceQualities", SliceRules::qualities),
            entry("deviceNodes", SliceRules::deviceNodes),
            entry("taintKey", SliceRules::taintKey),
            entry("someCounters", SliceRules::counters));

    private static final List<String> NODE_CHOICES =
            List.of("nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection");
    private static final List<String> DEVICE_NODE_CHOICES = List.of("nodeName", "nodeSelector", "allNodes");

    private SliceRules() {}

    private static void pool(Subject subject) {
        var name = subject.text("pool.name");
        if (name.isEmpty()) {
            subject.required("pool.name", "");
        } else {
            if (DeviceNames.length(name) > POOL_NAME_LENGTH) {
                subject.errors().add(FieldError.tooLong(subject.pathOf("pool.name"), POOL_NAME_LENGTH));
            }
            for (var part : name.split("/", -1)) {
                Formats.dns1123Subdomain(part).forEach(fault -> subject.errors()
                        .add(FieldError.invalid(subject.pathOf("pool.name"), Values.quote(part), fault)));
            }
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

    private static List<String> chosen(Subject subject, List<String> choices) {
        var set = new ArrayList<String>();
        for (var field : choices) {
            var value = subject.at(field);
            if (value.isObject() || value.isTextual() && !value.asText().isEmpty() || value.asBoolean()) {
                set.add("`" + field + "`");
            }
        }
        return set;
    }

    private static void one(Subject subject, List<String> set, String detail, String severalDetail) {
        if (set.isEmpty()) {
            subject.errors().add(FieldError.required(subject.path(), detail));
        } else if (set.size() > 1) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.path(), Values.quote("{" + String.join(", ", set) + "}"), severalDetail));
        }
    }

    private static void nodes(Subject subject) {
        var detail = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";
        one(subject, chosen(subject, NODE_CHOICES), detail, detail + ", but multiple fields are set");
    }

    private static void devicesOrCounters(Subject subject) {
        var devices = subject.at("devices");
        if (!devices.isEmpty() && !subject.at("sharedCounters").isEmpty()) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.path(), "\"\"", "only one of `sharedCounters` or `devices` is allowed"));
        }
        var special = devices.valueStream()
                .anyMatch(device -> !device.path("taints").isEmpty()
                        || !device.path("consumesCounters").isEmpty());
        var most = special ? MOST_SPECIAL_DEVICES : MOST_DEVICES;
        if (devices.size() > most) {
            subject.errors().add(FieldError.tooMany(subject.pathOf("devices"), devices.size(), most));
        }
    }

    private static void qualities(Subject device) {
        var attributes = device.at("attributes");
        var capacity = device.at("capacity");
        var count = attributes.size() + capacity.size();
        if (count > MOST_QUALITIES) {
            device.errors()
                    .add(FieldError.invalid(
                            device.path(),
                            Integer.toString(count),
                            "the total number of attributes and capacities must not exceed " + MOST_QUALITIES));
        }
        for (var attribute : attributes.properties()) {
            DeviceNames.qualified(attribute.getKey(), device.pathOf("attributes"), device.errors());
            attribute(
                    attribute.getValue(),
                    FieldPath.key(device.pathOf("attributes"), attribute.getKey()),
                    device.errors());
        }
        for (var amount : capacity.properties()) {
            DeviceNames.qualified(amount.getKey(), device.pathOf("capacity"), device.errors());
            if (amount.getValue().path("requestPolicy").isObject()
                    && !device.at("allowMultipleAllocations").asBoolean()) {
                device.errors()
                        .add(FieldError.forbidden(
                                FieldPath.key(device.pathOf("capacity"), amount.getKey()) + ".requestPolicy",
                                "allowMultipleAllocations must be true"));
            }
        }
    }

    private static void attribute(JsonNode value, String path, List<FieldError> errors) {
        var text = value.path("string").asText("");
        if (DeviceNames.length(text) > TEXT_LENGTH) {
            errors.add(FieldError.tooLong(path + ".string", TEXT_LENGTH));
        }
        if (value.path("version").isTextual()) {
            var version = value.path("version").asText();
            if (!VERSION.matcher(version).matches()) {
                errors.add(FieldError.invalid(
                        path + ".version",
                        Values.quote(version),
                        "must be a string compatible with semver.org spec 2.0.0"));
            }
            if (DeviceNames.length(version) > TEXT_LENGTH) {
                errors.add(FieldError.tooLong(path + ".version", TEXT_LENGTH));
            }
        }
        if (value.size() != 1) {
            errors.add(FieldError.invalid(
                    path,
                    value.isEmpty()
                            ? "\"\""
                            : Values.struct(
                                    value,
                                    "int:IntValue",
                                    "bool:BoolValue",
                                    "string:StringValue",
                                    "version:VersionValue",
                                    "ints:IntValues",
                                    "bools:BoolValues",
                                    "strings:StringValues",
                                    "versions:VersionValues"),
                    "exactly one value must be specified"));
        }
    }

    private static void deviceNodes(Subject device) {
        if (device.root().path("spec").path("perDeviceNodeSelection").asBoolean()) {
            var detail = "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when"
                    + " `perDeviceNodeSelection` is set to true in the ResourceSlice spec";
            var name = device.text("nodeName");
            if (!name.isEmpty()) {
                Formats.dns1123Subdomain(name)
                        .forEach(fault -> device.invalid("nodeName", device.at("nodeName"), fault));
            }
            one(device, chosen(device, DEVICE_NODE_CHOICES), detail, detail);
        } else if (DEVICE_NODE_CHOICES.stream()
                .anyMatch(field -> !device.at(field).isMissingNode())) {
            device.errors()
                    .add(FieldError.invalid(
                            device.path(),
                            "null",
                            "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set"
                                    + " to true in the ResourceSlice spec"));
        }
    }

    private static void taintKey(Subject taint) {
        var key = taint.text("key");
        Formats.qualifiedName(key).forEach(fault -> taint.errors()
                .add(FieldError.invalid(taint.pathOf("key"), Values.quote(key), fault)));
    }

    private static void counters(Subject subject) {
        var counters = subject.at("counters");
        if (counters.isEmpty()) {
            subject.required("counters", "");
        } else if (counters.size() > MOST_COUNTERS) {
            subject.errors().add(FieldError.tooMany(subject.pathOf("counters"), counters.size(), MOST_COUNTERS));
        } else {
            counters.fieldNames()
                    .forEachRemaining(name -> Formats.dns1123Label(name).forEach(fault -> subject.errors()
                            .add(FieldError.invalid(subject.pathOf("counters"), Values.quote(name), fault))));
        }
    }
}

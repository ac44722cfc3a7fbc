package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Rules of storage classes, CSI drivers and nodes, attachments. */
final class StorageRules {
    private static final int MOST_PARAMETERS = 512;

    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "namedParameters", StorageRules::namedParameters,
            "topologyKey", StorageRules::topologyKey,
            "driverTopology", StorageRules::driverTopology,
            "attachedNode", StorageRules::attachedNode,
            "attachedSource", StorageRules::attachedSource,
            "attributeParameters", StorageRules::attributeParameters,
            "capacityClass", StorageRules::capacityClass,
            "capacityAmounts", StorageRules::capacityAmounts);

    private StorageRules() {}

    private static void namedParameters(Subject subject) {
        var parameters = subject.at("parameters");
        if (parameters.size() > MOST_PARAMETERS) {
            subject.errors()
                    .add(new FieldError(
                            FieldError.Type.TOO_LONG,
                            subject.pathOf("parameters"),
                            "Too long: may not be more than %d bytes".formatted(MOST_PARAMETERS)));
        }
        if (parameters.has("")) {
            subject.errors().add(FieldError.invalid(subject.pathOf("parameters"), "\"\"", "field can not be empty."));
        }
    }

    private static void attributeParameters(Subject subject) {
        if (subject.at("parameters").isEmpty()) {
            subject.required("parameters", "must contain at least one key/value pair");
        }
        namedParameters(subject);
    }

    private static void topologyKey(Subject subject) {
        var key = subject.text("key");
        Formats.qualifiedName(key).forEach(fault -> subject.invalid("key", TextNode.valueOf(key), fault));
    }

    private static void driverTopology(Subject subject) {
        var seen = new HashSet<String>();
        for (var key : subject.at("topologyKeys")) {
            if (!seen.add(key.asText())) {
                subject.errors().add(FieldError.duplicate(subject.path(), key.toString()));
            }
            Formats.qualifiedName(key.asText())
                    .forEach(fault -> subject.errors().add(FieldError.invalid(subject.path(), key.toString(), fault)));
        }
    }

    private static void attachedNode(Subject subject) {
        var node = subject.text("nodeName");
        Formats.dns1123Subdomain(node).forEach(fault -> subject.invalid("nodeName", TextNode.valueOf(node), fault));
    }

    private static void attachedSource(Subject subject) {
        var inline = subject.at("inlineVolumeSpec");
        var named = !subject.text("persistentVolumeName").isEmpty();
        var detail = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
        if (!inline.isObject() && !named) {
            subject.errors().add(FieldError.required(subject.path(), detail));
        } else if (inline.isObject() && named) {
            subject.errors().add(FieldError.forbidden(subject.path(), detail));
        } else if (inline.isObject()) {
            inlineVolume(subject);
        }
    }

    private static void inlineVolume(Subject subject) {
        for (var field :
                List.of("capacity", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "volumeMode")) {
            if (subject.object().path("inlineVolumeSpec").hasNonNull(field)) {
                subject.forbidden("inlineVolumeSpec." + field, "may not be specified in the context of inline volumes");
            }
        }
        if (!subject.at("inlineVolumeSpec.csi").isObject()) {
            subject.required("inlineVolumeSpec.csi", "has to be specified in the context of inline volumes");
        }
    }

    private static void capacityClass(Subject subject) {
        var name = subject.text("storageClassName");
        Formats.dns1123Subdomain(name)
                .forEach(fault -> subject.invalid("storageClassName", TextNode.valueOf(name), fault));
    }

    private static void capacityAmounts(Subject subject) {
        if (VolumeRules.isNegative(subject.at("capacity"))) {
            subject.errors()
                    .add(FieldError.invalid(
                            "capacity", Values.quote(subject.text("capacity")), "must be greater than or equal to 0"));
        }
    }
}

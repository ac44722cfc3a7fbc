package dev.caravel.apiserver.resource.validation;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Rules of storage classes, CSI drivers and nodes, attachments. */
final class StorageRules {
    private static final int MOST_PARAMETERS = 512;
    private static final int PARAMETERS_LENGTH = 256 * 1024;
    private static final int NODE_ID_LENGTH = 256;

    static final Map<String, ValidationRule> BY_NAME = Map.ofEntries(
            entry("namedParameters", StorageRules::namedParameters),
            entry("distinctTopologies", StorageRules::distinctTopologies),
            entry("topologyKey", StorageRules::topologyKey),
            entry("driverTopology", StorageRules::driverTopology),
            entry("nodeId", StorageRules::nodeId),
            entry("driversOfNode", StorageRules::driversOfNode),
            entry("attachmentUpdate", StorageRules::attachmentUpdate),
            entry("tokensForSecrets", StorageRules::tokensForSecrets),
            entry("attachedNode", StorageRules::attachedNode),
            entry("attachedSource", StorageRules::attachedSource),
            entry("attributeParameters", StorageRules::attributeParameters),
            entry("attributesUpdate", StorageRules::attributesUpdate),
            entry("capacityClass", StorageRules::capacityClass),
            entry("capacityAmounts", StorageRules::capacityAmounts));

    private StorageRules() {}

    /** As upstream counts them: a term that says nothing is equal to each of as many unsaid terms as there are terms. */
    private static void distinctTopologies(Subject subject) {
        var terms = subject.at("allowedTopologies");
        var seen = new java.util.ArrayList<Map<String, java.util.Set<String>>>();
        terms.forEach(_ -> seen.add(Map.of()));
        for (var i = 0; i < terms.size(); i++) {
            var term = new java.util.HashMap<String, java.util.Set<String>>();
            for (var expression : terms.get(i).path("matchLabelExpressions")) {
                var values = new HashSet<String>();
                expression.path("values").forEach(value -> values.add(value.asText()));
                term.put(expression.path("key").asText(), values);
            }
            var path = FieldPath.index(subject.pathOf("allowedTopologies"), i) + ".matchLabelExpressions";
            seen.stream().filter(term::equals).forEach(_ -> subject.errors().add(FieldError.duplicate(path, "\"\"")));
            seen.add(term);
        }
    }

    private static void namedParameters(Subject subject) {
        var parameters = subject.at("parameters");
        if (parameters.size() > MOST_PARAMETERS) {
            subject.errors()
                    .add(new FieldError(
                            FieldError.Type.TOO_LONG,
                            subject.pathOf("parameters"),
                            "Too long: may not be more than %d bytes".formatted(MOST_PARAMETERS)));
        }
        var size = 0;
        for (var parameter : parameters.properties()) {
            size += parameter.getKey().getBytes(StandardCharsets.UTF_8).length
                    + parameter.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > PARAMETERS_LENGTH) {
            subject.errors().add(FieldError.tooLong(subject.pathOf("parameters"), PARAMETERS_LENGTH));
        }
        if (parameters.has("")) {
            subject.errors().add(FieldError.invalid(subject.pathOf("parameters"), "\"\"", "field can not be empty."));
        }
    }

    private static void attributesUpdate(Subject attributes) {
        for (var field : List.of("driverName", "parameters")) {
            attributes
                    .old()
                    .filter(old -> !old.path(field).equals(attributes.object().path(field)))
                    .ifPresent(_ -> attributes.forbidden(field, "updates to %s are forbidden.".formatted(field)));
        }
    }

    /** Under upstream's name of the field. */
    private static void attachmentUpdate(Subject driver) {
        driver.old()
                .filter(old ->
                        !old.path("attachRequired").equals(driver.object().path("attachRequired")))
                .ifPresent(_ -> driver.invalid("attachedRequired", driver.at("attachRequired"), "field is immutable"));
    }

    private static void tokensForSecrets(Subject driver) {
        driver.invalid(
                "serviceAccountTokenInSecrets",
                BooleanNode.TRUE,
                "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
    }

    private static void nodeId(Subject driver) {
        var id = driver.text("nodeID");
        if (id.isEmpty()) {
            driver.required("nodeID", "");
        } else if (id.length() > NODE_ID_LENGTH) {
            driver.invalid("nodeID", driver.at("nodeID"), "must be %d characters or less".formatted(NODE_ID_LENGTH));
        }
    }

    /** A driver may come and go, and not change but for what it can attach. */
    private static void driversOfNode(Subject spec) {
        if (spec.old().isEmpty()) {
            return;
        }
        for (var before : spec.old().get().path("drivers")) {
            for (var now : spec.at("drivers")) {
                if (before.path("name").equals(now.path("name")) && !isSameDriver(before, now)) {
                    spec.errors()
                            .add(FieldError.invalid(
                                    spec.pathOf("drivers"),
                                    Values.struct(
                                            now,
                                            "name:Name",
                                            "nodeID:NodeID",
                                            "topologyKeys:TopologyKeys",
                                            "allocatable:Allocatable"),
                                    "field is immutable"));
                }
            }
        }
    }

    private static boolean isSameDriver(JsonNode before, JsonNode now) {
        var keys = before.path("topologyKeys");
        return before.path("nodeID").equals(now.path("nodeID"))
                && (keys.isEmpty() && now.path("topologyKeys").isEmpty() || keys.equals(now.path("topologyKeys")));
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
            if (key.asText().isEmpty()) {
                subject.errors().add(FieldError.required(subject.path(), ""));
            }
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
        var named = subject.at("persistentVolumeName").isTextual();
        var detail = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
        if (!inline.isObject() && !named) {
            subject.errors().add(FieldError.required(subject.path(), detail));
        } else if (inline.isObject() && named) {
            subject.errors().add(FieldError.forbidden(subject.path(), detail));
        } else if (inline.isObject()) {
            inlineVolume(subject);
        } else if (subject.text("persistentVolumeName").isEmpty()) {
            subject.required("persistentVolumeName", "must specify non empty persistentVolumeName");
            Formats.dns1123Subdomain("")
                    .forEach(fault -> subject.invalid("persistentVolumeName", TextNode.valueOf(""), fault));
        }
    }

    private static void inlineVolume(Subject subject) {
        for (var field : List.of("capacity", "claimRef", "storageClassName", "nodeAffinity")) {
            if (subject.object().path("inlineVolumeSpec").hasNonNull(field)) {
                subject.forbidden("inlineVolumeSpec." + field, "may not be specified in the context of inline volumes");
            }
        }
        if (!List.of("", "Retain").contains(subject.text("inlineVolumeSpec.persistentVolumeReclaimPolicy"))) {
            subject.forbidden(
                    "inlineVolumeSpec.persistentVolumeReclaimPolicy",
                    "may only be Retain in the context of inline volumes");
        }
        if (!List.of("", "Filesystem").contains(subject.text("inlineVolumeSpec.volumeMode"))) {
            subject.forbidden(
                    "inlineVolumeSpec.volumeMode",
                    "may not specify volumeMode other than Filesystem in the context of inline volumes");
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

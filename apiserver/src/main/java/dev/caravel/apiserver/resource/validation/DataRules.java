package dev.caravel.apiserver.resource.validation;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of config maps, secrets, volumes, quotas and nodes. */
final class DataRules {
    private static final Set<String> NO_SOURCES = Set.of(
            "capacity",
            "accessModes",
            "claimRef",
            "persistentVolumeReclaimPolicy",
            "storageClassName",
            "mountOptions",
            "volumeMode",
            "nodeAffinity",
            "volumeAttributesClassName");

    static final Map<String, ValidationRule> BY_NAME = Map.ofEntries(
            entry("immutableData", DataRules::immutableData),
            entry("keysInBoth", DataRules::keysInBoth),
            entry("secretKeys", DataRules::secretKeys),
            entry("oneVolumeSourceOfVolume", subject -> PodRules.one(subject, NO_SOURCES, "volume type")),
            entry("volumeCapacity", DataRules::volumeCapacity),
            entry("claimStorage", DataRules::claimStorage),
            entry("volumeSourceUpdate", DataRules::volumeSourceUpdate),
            entry("limits", LimitRules::check),
            entry("quotaAmounts", DataRules::quotaAmounts),
            entry("eventNamespace", DataRules::eventNamespace),
            entry("nodeTaints", DataRules::nodeTaints));

    private static final Map<String, List<String>> KEYS_OF_TYPE = Map.of(
            "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
            "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
            "kubernetes.io/dockercfg", List.of(".dockercfg"),
            "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

    private DataRules() {}

    private static void immutableData(Subject subject) {
        var wasImmutable = subject.old().filter(old -> old.path("immutable").asBoolean());
        if (wasImmutable.isEmpty()) {
            return;
        }
        if (!subject.at("immutable").asBoolean()) {
            subject.forbidden("immutable", "field is immutable when `immutable` is set");
        }
        for (var field : List.of("data", "binaryData")) {
            if (!empty(subject.object().path(field))
                    || !empty(wasImmutable.get().path(field))) {
                if (!subject.object().path(field).equals(wasImmutable.get().path(field))) {
                    subject.forbidden(field, "field is immutable when `immutable` is set");
                }
            }
        }
    }

    private static boolean empty(JsonNode value) {
        return value.isMissingNode() || value.isEmpty();
    }

    private static void keysInBoth(Subject subject) {
        var binary = subject.at("binaryData");
        subject.at("data").fieldNames().forEachRemaining(key -> {
            if (binary.has(key)) {
                subject.errors()
                        .add(FieldError.invalid(
                                FieldPath.key(subject.pathOf("data"), key),
                                Values.quote(key),
                                "duplicate of key present in binaryData"));
            }
        });
    }

    private static void secretKeys(Subject subject) {
        var type = subject.text("type");
        var data = subject.at("data");
        for (var key : KEYS_OF_TYPE.getOrDefault(type, List.of())) {
            if (!data.has(key)) {
                subject.errors().add(FieldError.required(FieldPath.key("data", key), ""));
            }
        }
        if (type.equals("kubernetes.io/basic-auth") && !data.has("username") && !data.has("password")) {
            subject.errors().add(FieldError.required("data[username]", ""));
            subject.errors().add(FieldError.required("data[password]", ""));
        }
        var account = subject.object().path("metadata").path("annotations").path("kubernetes.io/service-account.name");
        if (type.equals("kubernetes.io/service-account-token")
                && account.asText("").isEmpty()) {
            subject.errors().add(FieldError.required("metadata.annotations[kubernetes.io/service-account.name]", ""));
        }
    }

    /** An inline volume of a VolumeAttachment has none. */
    private static void volumeCapacity(Subject subject) {
        if (subject.root().path("kind").asText().equals("VolumeAttachment")) {
            return;
        }
        var capacity = subject.at("capacity");
        if (capacity.isEmpty()) {
            subject.required("capacity", "");
        }
        if (capacity.size() != 1 || !capacity.has("storage")) {
            subject.errors()
                    .add(FieldError.notSupported(
                            subject.pathOf("capacity"), Values.show(capacity), List.of("storage")));
        }
        if (VolumeRules.isNegative(capacity.path("storage"))) {
            subject.errors()
                    .add(FieldError.invalid(
                            FieldPath.key(subject.pathOf("capacity"), "storage"),
                            capacity.path("storage").asText(),
                            "must be a valid resource quantity"));
        }
        positive(subject, "capacity", capacity.path("storage"));
    }

    private static void volumeSourceUpdate(Subject subject) {
        subject.old().ifPresent(old -> {
            var before = old.deepCopy();
            var now = subject.object().deepCopy();
            before.remove(NO_SOURCES);
            now.remove(NO_SOURCES);
            if (!before.equals(now)) {
                subject.forbidden("persistentvolumesource", "spec.persistentvolumesource is immutable after creation");
            }
        });
    }

    private static void claimStorage(Subject subject) {
        var storage = subject.at("resources.requests.storage");
        if (storage.isMissingNode()) {
            subject.errors().add(FieldError.required(subject.pathOf("resources") + "[storage]", ""));
        } else {
            positive(subject, "resources", storage);
        }
    }

    private static void positive(Subject subject, String field, JsonNode storage) {
        ContainerRules.quantity(storage).filter(amount -> amount.signum() <= 0).ifPresent(_ -> subject.errors()
                .add(FieldError.invalid(
                        FieldPath.key(subject.pathOf(field), "storage"),
                        storage.toString(),
                        "must be greater than zero")));
    }

    private static void quotaAmounts(Subject subject) {
        for (var entry : subject.at("hard").properties()) {
            ContainerRules.quantity(entry.getValue())
                    .filter(amount -> amount.signum() < 0)
                    .ifPresent(_ -> subject.errors()
                            .add(FieldError.invalid(
                                    FieldPath.key(subject.pathOf("hard"), entry.getKey()),
                                    entry.getValue().toString(),
                                    "must be greater than or equal to 0")));
        }
    }

    private static void eventNamespace(Subject subject) {
        var namespace = subject.text("metadata.namespace");
        var involved = subject.text("involvedObject.namespace");
        if (!involved.equals(namespace) && !(involved.isEmpty() && namespace.equals("default"))) {
            subject.invalid(
                    "involvedObject.namespace",
                    subject.at("involvedObject.namespace"),
                    "does not match event.namespace");
        }
    }

    /** Upstream's path of a node's taints is this, by an old mistake. */
    private static void nodeTaints(Subject subject) {
        var taints = subject.at("taints");
        var seen = new java.util.HashSet<String>();
        for (var i = 0; i < taints.size(); i++) {
            var taint = taints.get(i);
            var path = FieldPath.index("metadata.taints", i);
            var key = taint.path("key").asText("");
            Formats.qualifiedName(key).forEach(fault -> subject.errors()
                    .add(FieldError.invalid(path + ".key", Values.quote(key), fault)));
            var effect = taint.path("effect");
            if (effect.asText("").isEmpty()) {
                subject.errors().add(FieldError.required(path + ".effect", ""));
            } else if (!List.of("NoSchedule", "PreferNoSchedule", "NoExecute").contains(effect.asText())) {
                subject.errors()
                        .add(FieldError.notSupported(
                                path + ".effect",
                                effect.toString(),
                                List.of("NoSchedule", "PreferNoSchedule", "NoExecute")));
            }
            if (!seen.add(key + " " + effect.asText())) {
                subject.errors()
                        .add(new FieldError(
                                FieldError.Type.DUPLICATE,
                                path,
                                "Duplicate value: {\"Key\":%s,\"Value\":%s,\"Effect\":%s,\"TimeAdded\":null}: taints must be unique by key and effect pair"
                                        .formatted(
                                                Values.quote(key),
                                                Values.quote(taint.path("value").asText("")),
                                                effect)));
            }
        }
    }
}

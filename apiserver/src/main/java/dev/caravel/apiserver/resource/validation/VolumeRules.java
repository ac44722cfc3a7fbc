package dev.caravel.apiserver.resource.validation;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import dev.caravel.machinery.quantity.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of the sources of volumes. Some paths of errors are not the fields': they are upstream's. */
final class VolumeRules {
    static final Map<String, ValidationRule> BY_NAME = Map.ofEntries(
            entry("sizeLimit", VolumeRules::sizeLimit),
            entry("persistentDisk", VolumeRules::persistentDisk),
            entry("dataset", VolumeRules::dataset),
            entry("fibreChannel", VolumeRules::fibreChannel),
            entry("diskAddress", VolumeRules::diskAddress),
            entry("localPath", VolumeRules::localPath),
            entry("claimName", VolumeRules::claimName),
            entry("claimTemplate", VolumeRules::claimTemplate),
            entry("imageOfPod", VolumeRules::imageOfPod),
            entry("oneProjection", VolumeRules::oneProjection),
            entry("projectedPaths", VolumeRules::projectedPaths),
            entry("projectedToken", VolumeRules::projectedToken),
            entry("volumePolicy", VolumeRules::volumePolicy),
            entry("volumeUpdate", VolumeRules::volumeUpdate),
            entry("soleAccessMode", VolumeRules::soleAccessMode));

    private static final int MAX_LUN = 255;
    private static final long TEN_MINUTES = 600;
    private static final Set<String> PROJECTIONS =
            Set.of("secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate");
    private static final String BLOB_ADDRESS =
            "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";

    private VolumeRules() {}

    private static void sizeLimit(Subject subject) {
        if (isNegative(subject.at("sizeLimit"))) {
            subject.forbidden("sizeLimit", "SizeLimit field must be a valid resource quantity");
        }
    }

    private static void persistentDisk(Subject subject) {
        var path = subject.path().substring(0, subject.path().lastIndexOf('.') + 1) + "persistentDisk";
        if (subject.text("pdName").isEmpty()) {
            subject.errors().add(FieldError.required(path + ".pdName", ""));
        }
        var partition = subject.at("partition");
        if (partition.asInt() < 0 || partition.asInt() > 255) {
            subject.errors()
                    .add(FieldError.invalid(
                            path + ".partition", partition.toString(), "must be between 1 and 255, inclusive"));
        }
    }

    private static void dataset(Subject subject) {
        var name = subject.text("datasetName");
        var uuid = subject.text("datasetUUID");
        if (name.isEmpty() && uuid.isEmpty()) {
            subject.errors().add(FieldError.required(subject.path(), "one of datasetName and datasetUUID is required"));
        } else if (!name.isEmpty() && !uuid.isEmpty()) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.path(),
                            "\"resource\"",
                            "datasetName and datasetUUID can not be specified simultaneously"));
        }
        if (name.contains("/")) {
            subject.invalid("datasetName", subject.at("datasetName"), "must not contain '/'");
        }
    }

    private static void fibreChannel(Subject subject) {
        var names = !subject.at("targetWWNs").isEmpty();
        var ids = !subject.at("wwids").isEmpty();
        var detail = "must specify either targetWWNs or wwids, but not both";
        if (!names && !ids) {
            subject.required("targetWWNs", detail);
        } else if (names && ids) {
            subject.invalid(
                    "targetWWNs", subject.at("targetWWNs"), "targetWWNs and wwids can not be specified simultaneously");
        }
        var lun = subject.at("lun");
        if (names && !lun.isNumber()) {
            subject.required("lun", "lun is required if targetWWNs is specified");
        } else if (names && (lun.asLong() < 0 || lun.asLong() > MAX_LUN)) {
            subject.invalid("lun", lun, "must be between 0 and 255, inclusive");
        }
    }

    private static void diskAddress(Subject subject) {
        var address = subject.text("diskURI");
        var kind = subject.text("kind");
        if (kind.equals("Managed") && !address.startsWith("/subscriptions")) {
            supported(
                    subject,
                    address,
                    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}");
        } else if (!kind.equals("Managed") && !address.startsWith("https://")) {
            supported(subject, address, BLOB_ADDRESS);
        }
    }

    private static void supported(Subject subject, String address, String form) {
        subject.errors().add(FieldError.notSupported(subject.pathOf("diskURI"), Values.quote(address), List.of(form)));
    }

    private static void localPath(Subject subject) {
        if (List.of(subject.text("path").split("/")).contains("..")) {
            subject.invalid("path", subject.at("path"), "must not contain '..'");
        }
    }

    /** The claim of an ephemeral volume is named after the pod and the volume. */
    private static void claimName(Subject volume) {
        var pod = JsonPaths.text(volume.root(), "metadata.name");
        if (!volume.at("ephemeral").isObject()
                || pod.isEmpty()
                || !volume.root().path("kind").asText().equals("Pod")) {
            return;
        }
        var claim = pod + "-" + volume.text("name");
        Formats.dns1123Subdomain(claim)
                .forEach(fault -> volume.invalid(
                        "name", volume.at("name"), "PVC name %s: %s".formatted(Values.quote(claim), fault)));
    }

    /** Only labels and annotations go over to the claim. */
    private static void claimTemplate(Subject subject) {
        var path = subject.pathOf("volumeClaimTemplate.metadata");
        var metadata = subject.at("volumeClaimTemplate.metadata");
        MetadataValidation.annotations(path + ".annotations", metadata.path("annotations"), subject.errors());
        MetadataValidation.labels(path + ".labels", metadata.path("labels"), subject.errors());
        for (var field : metadata.properties()) {
            if (!Set.of("annotations", "labels", "creationTimestamp").contains(field.getKey())
                    && (field.getValue().isContainerNode()
                            || !field.getValue().asText().isEmpty())) {
                subject.errors().add(FieldError.forbidden(FieldPath.child(path, field.getKey()), "cannot be set"));
            }
        }
    }

    /** A template may leave the reference to those who manage what it makes. */
    private static void imageOfPod(Subject subject) {
        if (subject.path().startsWith("spec.volumes")
                && subject.root().path("kind").asText().equals("Pod")
                && subject.text("reference").isEmpty()) {
            subject.required("reference", "");
        }
    }

    private static void oneProjection(Subject subject) {
        var sources = PROJECTIONS.stream()
                .filter(field -> subject.object().path(field).isObject())
                .count();
        if (sources > 1) {
            subject.errors()
                    .add(FieldError.forbidden(subject.path(), "may not specify more than 1 volume type per source"));
        }
    }

    /** Upstream shows the name of the secret or config map, and does not ask about tokens. */
    private static void projectedPaths(Subject subject) {
        var seen = new HashSet<String>();
        for (var source : subject.at("sources")) {
            for (var field : List.of("secret", "configMap", "downwardAPI")) {
                var name = source.path(field).path("name").asText("");
                for (var item : source.path(field).path("items")) {
                    var path = item.path("path").asText("");
                    if (!path.isEmpty() && !seen.add(path)) {
                        subject.errors()
                                .add(FieldError.invalid(
                                        subject.path(),
                                        Values.quote(field.equals("downwardAPI") ? path : name),
                                        "conflicting duplicate paths"));
                    }
                }
            }
        }
    }

    private static void projectedToken(Subject subject) {
        var seconds = subject.at("expirationSeconds");
        if (seconds.isNumber() && seconds.asLong() < TEN_MINUTES) {
            subject.invalid("expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        } else if (seconds.isNumber() && seconds.asLong() > 1L << 32) {
            subject.invalid("expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
        }
        var volume = subject.path().replaceFirst("\\.sources\\[\\d+]\\.serviceAccountToken$", "");
        if (subject.text("path").isEmpty()) {
            subject.errors().add(FieldError.required(FieldPath.child(volume, "path"), ""));
        } else {
            var path = subject.text("path");
            Formats.localPath(path).forEach(fault -> subject.errors()
                    .add(FieldError.invalid(FieldPath.child(volume, "path"), Values.quote(path), fault)));
        }
    }

    private static void volumePolicy(Subject subject) {
        soleAccessMode(subject);
        if (subject.text("hostPath.path").equals("/")
                && subject.text("persistentVolumeReclaimPolicy").equals("Recycle")) {
            subject.forbidden("persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
        }
        if (subject.at("local").isObject() && !subject.at("nodeAffinity").isObject()) {
            subject.required("nodeAffinity", "Local volume requires node affinity");
        }
        JsonNode attributes = subject.at("volumeAttributesClassName");
        if (attributes.isTextual()) {
            if (attributes.textValue().isEmpty()) {
                subject.required("volumeAttributesClassName", "an empty string is disallowed");
            } else {
                Formats.dns1123Subdomain(attributes.textValue())
                        .forEach(fault -> subject.invalid(
                                "volumeAttributesClassName", TextNode.valueOf(attributes.textValue()), fault));
            }
            if (!subject.at("csi").isObject()) {
                subject.required("csi", "has to be specified when using volumeAttributesClassName");
            }
        }
    }

    /** Upstream leaves {@code spec} out of the paths. */
    private static void volumeUpdate(Subject subject) {
        var old = subject.old();
        if (old.isEmpty()) {
            return;
        }
        if (!old.get().path("volumeMode").equals(subject.object().path("volumeMode"))) {
            subject.errors()
                    .add(FieldError.invalid("volumeMode", Values.show(subject.at("volumeMode")), "field is immutable"));
        }
        var before = old.get().path("nodeAffinity");
        if (before.isObject()
                && !beyondBeta(before).equals(beyondBeta(subject.object().path("nodeAffinity")))) {
            subject.errors()
                    .add(FieldError.invalid(
                            "nodeAffinity",
                            Values.show(subject.at("nodeAffinity")),
                            "field is immutable, except for updating from beta label to GA"));
        }
    }

    private static String beyondBeta(JsonNode affinity) {
        return affinity.toString()
                .replace("failure-domain.beta.kubernetes.io/", "topology.kubernetes.io/")
                .replace("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type")
                .replace("beta.kubernetes.io/", "kubernetes.io/");
    }

    private static void soleAccessMode(Subject subject) {
        var modes = new HashSet<String>();
        subject.at("accessModes").forEach(mode -> modes.add(mode.asText()));
        if (modes.contains("ReadWriteOncePod") && modes.size() > 1) {
            subject.forbidden("accessModes", "may not use ReadWriteOncePod with other access modes");
        }
    }

    /** Whether the value is a negative quantity. */
    static boolean isNegative(JsonNode value) {
        return ContainerRules.quantity(value).map(Quantity::signum).orElse(0) < 0;
    }
}

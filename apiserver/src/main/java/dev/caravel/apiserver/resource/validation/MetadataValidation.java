package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what all objects have: names, labels, annotations, owners, finalizers. Immutable and thread-safe. */
public final class MetadataValidation {
    private static final int ANNOTATIONS_LIMIT = 256 * 1024;
    private static final Set<String> STANDARD_FINALIZERS = Set.of("kubernetes", "orphan", "foregroundDeletion");

    private final Format names;
    private final boolean knownFinalizers;

    /** @param names the format of the resource's names */
    public MetadataValidation(String names) {
        this(names, true);
    }

    private MetadataValidation(String names, boolean knownFinalizers) {
        this.names = Formats.named(names);
        this.knownFinalizers = knownFinalizers;
    }

    /** For custom resources, whose finalizers need not have a domain. */
    public static MetadataValidation ofCustomResources(String names) {
        return new MetadataValidation(names, false);
    }

    public List<FieldError> validate(ObjectNode object) {
        var metadata = object.path("metadata");
        var errors = new ArrayList<FieldError>();
        var generateName = metadata.path("generateName").asText("");
        if (!generateName.isEmpty()) {
            // what is generated goes on in lower case
            faults("metadata.generateName", generateName, names, errors, generateName.replaceFirst("-$", "a"));
        }
        var name = metadata.path("name").asText("");
        if (name.isEmpty()) {
            errors.add(FieldError.required("metadata.name", "name or generateName is required"));
        } else {
            faults("metadata.name", name, names, errors, name);
        }
        labels("metadata.labels", metadata.path("labels"), errors);
        annotations("metadata.annotations", metadata.path("annotations"), errors);
        owners(metadata.path("ownerReferences"), errors);
        finalizers(metadata.path("finalizers"), errors);
        ManagerNames.entries(metadata.path("managedFields"), errors);
        return errors;
    }

    static void labels(String path, JsonNode labels, List<FieldError> errors) {
        for (var label : labels.properties()) {
            faults(path, label.getKey(), Formats.named("qualifiedName"), errors, label.getKey());
            faults(
                    path,
                    label.getValue().asText(),
                    Formats.named("labelValue"),
                    errors,
                    label.getValue().asText());
        }
    }

    static void annotations(String path, JsonNode annotations, List<FieldError> errors) {
        var size = 0;
        for (var annotation : annotations.properties()) {
            var key = annotation.getKey();
            for (var fault : Formats.qualifiedName(key.toLowerCase(java.util.Locale.ROOT))) {
                errors.add(FieldError.invalid(path, Values.quote(key), fault));
            }
            size += key.getBytes(StandardCharsets.UTF_8).length
                    + annotation.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > ANNOTATIONS_LIMIT) {
            errors.add(new FieldError(
                    FieldError.Type.TOO_LONG, path, "Too long: may not be more than " + ANNOTATIONS_LIMIT + " bytes"));
        }
    }

    private static void owners(JsonNode owners, List<FieldError> errors) {
        var path = "metadata.ownerReferences";
        Optional<JsonNode> controller = Optional.empty();
        for (var owner : owners) {
            var apiVersion = owner.path("apiVersion").asText("");
            if (apiVersion.isEmpty()) {
                errors.add(FieldError.invalid(path + ".apiVersion", "\"\"", "version must not be empty"));
            }
            for (var field : List.of("kind", "name", "uid")) {
                if (owner.path(field).asText("").isEmpty()) {
                    errors.add(FieldError.invalid(FieldPath.child(path, field), "\"\"", "must not be empty"));
                }
            }
            var kind = owner.path("kind").asText("");
            if (kind.equals("Event") && (apiVersion.equals("v1") || apiVersion.equals("events.k8s.io/v1"))) {
                var group = apiVersion.equals("v1") ? "/v1" : apiVersion;
                errors.add(FieldError.invalid(
                        path, owner.toString(), group + ", Kind=Event is disallowed from being an owner"));
            }
            if (owner.path("controller").asBoolean()) {
                if (controller.isPresent()) {
                    errors.add(FieldError.invalid(
                            path,
                            owners.toString(),
                            "Only one reference can have Controller set to true. Found \"true\" in references for %s and %s"
                                    .formatted(named(controller.get()), named(owner))));
                }
                controller = Optional.of(owner);
            }
        }
    }

    private static String named(JsonNode owner) {
        return owner.path("kind").asText() + "/" + owner.path("name").asText();
    }

    private void finalizers(JsonNode finalizers, List<FieldError> errors) {
        if (contains(finalizers, "orphan") && contains(finalizers, "foregroundDeletion")) {
            errors.add(FieldError.invalid(
                    "metadata.finalizers",
                    finalizers.toString(),
                    "finalizer orphan and foregroundDeletion cannot be both set"));
        }
        for (var i = 0; i < finalizers.size(); i++) {
            var finalizer = finalizers.get(i).asText();
            faults("metadata.finalizers", finalizer, Formats.named("qualifiedName"), errors, finalizer);
            if (knownFinalizers && !finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
                errors.add(FieldError.invalid(
                        FieldPath.index("metadata.finalizers", i),
                        Values.quote(finalizer),
                        "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }
    }

    private static boolean contains(JsonNode finalizers, String name) {
        for (var finalizer : finalizers) {
            if (finalizer.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static void faults(String path, String value, Format format, List<FieldError> errors, String checked) {
        for (var fault : format.faults(TextNode.valueOf(checked))) {
            errors.add(FieldError.invalid(path, Values.quote(value), fault));
        }
    }
}

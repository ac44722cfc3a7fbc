package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.WriteOptions.FieldValidation;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.stream.Collectors;

/** Checks that a body is of the kind, namespace and name that the URL says, and knows only fields that its type has. */
final class ObjectIdentity {
    private ObjectIdentity() {}

    /** Sets what the body leaves to the URL. */
    static void settle(Target target, ObjectNode object) {
        Resource resource = target.resource();
        String kind = object.path("kind").asText();
        String apiVersion = object.path("apiVersion").asText();
        if (!apiVersion.isEmpty() && !apiVersion.equals(resource.id().apiVersion())) {
            throw Statuses.badRequest("the API version in the data (%s) does not match the expected API version (%s)"
                    .formatted(apiVersion, resource.id().apiVersion()));
        }
        if (!kind.isEmpty() && !kind.equals(target.kind())) {
            throw Statuses.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered here"
                            .formatted(kind, resource.id().version(), target.kind(), kind));
        }
        object.put("kind", target.kind()).put("apiVersion", resource.id().apiVersion());
        settleNamespace(target, object.withObject("/metadata"));
    }

    private static void settleNamespace(Target target, ObjectNode metadata) {
        String namespace = metadata.path("namespace").asText();
        if (namespace.isEmpty() && !target.namespace().isEmpty()) {
            metadata.put("namespace", target.namespace());
        } else if (!namespace.equals(target.namespace())) {
            throw Statuses.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the" + " request");
        }
        if (target.namespace().isEmpty()) {
            metadata.remove("namespace");
        }
    }

    static void requireName(Target target, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        if (name.isEmpty()) {
            object.withObject("/metadata").put("name", target.name());
        } else if (!name.equals(target.name())) {
            throw Statuses.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(name, target.name()));
        }
    }

    /** Drops unknown fields, and tells of them as the request wants it. */
    static void prune(Target target, ObjectNode object, WriteOptions options) {
        JsonNode metadata = object.path("metadata");
        if (!metadata.isObject() && !metadata.isMissingNode() && !metadata.isNull()) {
            throw Statuses.badRequest("%s in version \"%s\" cannot be handled as a %s: metadata is no object"
                    .formatted(target.kind(), target.resource().id().version(), target.kind()));
        }
        List<String> unknown = target.resource().prune(object);
        if (unknown.isEmpty() || options.fieldValidation() == FieldValidation.IGNORE) {
            return;
        }
        if (options.fieldValidation() == FieldValidation.WARN) {
            unknown.forEach(path -> options.warn().accept("unknown field \"" + path + "\""));
            return;
        }
        throw Statuses.badRequest("%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                .formatted(
                        target.kind(),
                        target.resource().id().version(),
                        target.kind(),
                        unknown.stream()
                                .map(path -> "unknown field \"" + path + "\"")
                                .collect(Collectors.joining(", "))));
    }
}

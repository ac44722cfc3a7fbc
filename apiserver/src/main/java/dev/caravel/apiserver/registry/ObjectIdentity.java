package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.registry.Decoded.Source;
import dev.caravel.apiserver.registry.WriteOptions.FieldValidation;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupVersionKind;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.function.Function;

/** Checks that a body is of the kind, namespace and name that the URL says, and knows only fields that its type has. */
final class ObjectIdentity {
    private ObjectIdentity() {}

    /** Sets what the body leaves to the URL. */
    static void settle(Target target, ObjectNode object) {
        settle(target, target.resource().definition().kind(""), object);
    }

    /** As {@link #settle(Target, ObjectNode)}, for a subresource that takes another kind than its resource is. */
    static void settle(Target target, GroupVersionKind expected, ObjectNode object) {
        String kind = object.path("kind").asText();
        String apiVersion = object.path("apiVersion").asText();
        if (!apiVersion.isEmpty() && !apiVersion.equals(expected.apiVersion())) {
            throw Statuses.badRequest("the API version in the data (%s) does not match the expected API version (%s)"
                    .formatted(apiVersion, expected.apiVersion()));
        }
        if (!kind.isEmpty() && !kind.equals(expected.kind())) {
            throw Statuses.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered here"
                            .formatted(kind, expected.version(), expected.kind(), kind));
        }
        object.put("kind", expected.kind()).put("apiVersion", expected.apiVersion());
        settleNamespace(target, object.withObjectProperty("metadata"));
    }

    private static void settleNamespace(Target target, ObjectNode metadata) {
        String namespace = metadata.path("namespace").asText();
        if (target.namespace().isEmpty()) {
            metadata.remove("namespace"); // of no meaning for what is the cluster's, and no fault
        } else if (namespace.isEmpty()) {
            metadata.put("namespace", target.namespace());
        } else if (!namespace.equals(target.namespace())) {
            throw Statuses.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    static void requireName(Target target, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        if (name.isEmpty()) {
            throw Statuses.badRequest(
                    "the name of the object (%s based on URL) was undeterminable: name must be provided"
                            .formatted(target.name()));
        }
        if (!name.equals(target.name())) {
            throw Statuses.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(name, target.name()));
        }
    }

    /** Drops unknown fields, and tells of them as the request wants it. */
    static void prune(Target target, ObjectNode object, WriteOptions options) {
        prune(target.resource().definition().kind(""), target.resource()::prune, object, options);
    }

    /** @param old of which {@code object} may have parts, which know only such fields */
    static void prune(Target target, ObjectNode object, ObjectNode old, WriteOptions options) {
        prune(
                target.resource().definition().kind(""),
                changed -> target.resource().prune(changed, old),
                object,
                options);
    }

    /** @param pruning of the type {@code expected} */
    static void prune(
            GroupVersionKind expected,
            Function<ObjectNode, List<String>> pruning,
            ObjectNode object,
            WriteOptions options) {
        JsonNode metadata = object.path("metadata");
        if (!metadata.isObject() && !metadata.isMissingNode() && !metadata.isNull()) {
            throw Statuses.badRequest("%s in version \"%s\" cannot be handled as a %s: metadata is no object"
                    .formatted(expected.kind(), expected.version(), expected.kind()));
        }
        Decoded decoded = options.decoded();
        List<String> unknown = pruned(expected, pruning, object, decoded);
        List<String> faults = decoded.warnings(unknown);
        if (faults.isEmpty() || options.fieldValidation() == FieldValidation.IGNORE) {
            return;
        }
        if (options.fieldValidation() == FieldValidation.WARN) {
            faults.forEach(options.warn());
            return;
        }
        throw decoded.source() == Source.PATCH
                ? patchRefused(object, decoded, decoded.error(unknown))
                : Statuses.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                        .formatted(expected.kind(), expected.version(), expected.kind(), decoded.error(unknown)));
    }

    private static List<String> pruned(
            GroupVersionKind expected, Function<ObjectNode, List<String>> pruning, ObjectNode object, Decoded decoded) {
        try {
            return pruning.apply(object);
        } catch (ApiException e) {
            String prefix = "cannot be handled as a " + expected.kind() + ": ";
            int cause = e.status().message().indexOf(prefix);
            if (decoded.source() != Source.PATCH || cause < 0) {
                throw e;
            }
            throw patchRefused(object, decoded, e.status().message().substring(cause + prefix.length()));
        }
    }

    private static ApiException patchRefused(ObjectNode patched, Decoded decoded, String why) {
        String shown = decoded.shown().isEmpty() ? patched.toString() : decoded.shown();
        return Statuses.invalid(
                "",
                "",
                "",
                List.of(FieldError.invalid("patch", TextNode.valueOf(shown).toString(), why)));
    }
}

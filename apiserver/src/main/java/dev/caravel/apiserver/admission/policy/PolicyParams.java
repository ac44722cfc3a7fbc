package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.ObjectSelector;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.storage.UnreadableException;
import java.util.List;
import java.util.Optional;

/** Finds the parameters that a binding gives its policy. */
final class PolicyParams {
    private final ObjectReader reader;
    private final ResourceCatalog catalog;

    PolicyParams(ObjectReader reader, ResourceCatalog catalog) {
        this.reader = reader;
        this.catalog = catalog;
    }

    /**
     * What to evaluate the policy with, one after the other: once without, when it has no parameters; not at all, when
     * there are none and that is no matter.
     *
     * @param kind the policy's {@code paramKind}
     */
    List<Optional<ObjectNode>> find(JsonNode kind, JsonNode reference, String requestNamespace) throws Misconfigured {
        if (!kind.isObject() || !reference.isObject()) {
            return List.of(Optional.empty());
        }
        try {
            return find(resource(kind), reference, requestNamespace);
        } catch (UnreadableException _) {
            throw new Misconfigured(
                    "paramKind kind `&ParamKind{Kind:%s,APIVersion:%s,}` not yet synced to use for admission"
                            .formatted(
                                    kind.path("kind").asText(),
                                    kind.path("apiVersion").asText()));
        }
    }

    /** A policy whose parameters are of no kind fails, whatever its bindings say. */
    void requireKind(JsonNode kind) throws Misconfigured {
        if (kind.isObject()) {
            resource(kind);
        }
    }

    private List<Optional<ObjectNode>> find(Resource resource, JsonNode reference, String requestNamespace)
            throws Misconfigured {
        String namespace = namespace(resource, reference, requestNamespace);
        GroupResource id = resource.id().groupResource();
        List<ObjectNode> found = reference.path("name").asText().isEmpty()
                ? reader.list(id, namespace).stream()
                        .filter(object -> ObjectSelector.of(reference.path("selector"))
                                .matches(object.path("metadata").path("labels")))
                        .toList()
                : reader.get(id, namespace, reference.path("name").asText()).stream()
                        .toList();
        if (found.isEmpty()
                && reference.path("parameterNotFoundAction").asText().equals("Deny")) {
            throw new Misconfigured("no params found for policy binding with `Deny` parameterNotFoundAction");
        }
        return found.stream()
                .map(object -> Optional.of(typed(resource, object)))
                .toList();
    }

    private Resource resource(JsonNode kind) throws Misconfigured {
        String apiVersion = kind.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String name = kind.path("kind").asText();
        return catalog.findKind(group, apiVersion.substring(slash + 1), name)
                .orElseThrow(() -> new Misconfigured(
                        "failed to find resource referenced by paramKind: '%s, Kind=%s'".formatted(apiVersion, name)));
    }

    private static String namespace(Resource resource, JsonNode reference, String requestNamespace)
            throws Misconfigured {
        String named = reference.path("namespace").asText();
        if (!resource.definition().namespaced()) {
            if (!named.isEmpty()) {
                throw new Misconfigured("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
            }
            return "";
        }
        String namespace = named.isEmpty() ? requestNamespace : named;
        if (namespace.isEmpty()) {
            throw new Misconfigured(
                    "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
        }
        return namespace;
    }

    /** Stored objects may be of another version than the policy's {@code paramKind}. */
    private static ObjectNode typed(Resource resource, ObjectNode stored) {
        return stored.path("apiVersion").asText().equals(resource.id().apiVersion())
                ? stored
                : resource.fromStorage(stored);
    }
}

package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.kinds.ObjectSelector;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A {@code MatchResources}: which requests a policy or binding is about. Immutable. */
public final class MatchResources {
    /** Whoever could refuse their change could never be removed again. */
    private static final Set<String> EXEMPT = Set.of(
            "validatingwebhookconfigurations",
            "mutatingwebhookconfigurations",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings");

    private final Optional<ObjectSelector> namespaces;
    private final Optional<ObjectSelector> objects;
    private final List<ResourceRule> rules;
    private final List<ResourceRule> excluded;
    private final boolean equivalent;

    private MatchResources(
            Optional<ObjectSelector> namespaces,
            Optional<ObjectSelector> objects,
            List<ResourceRule> rules,
            List<ResourceRule> excluded,
            boolean equivalent) {
        this.namespaces = namespaces;
        this.objects = objects;
        this.rules = rules;
        this.excluded = excluded;
        this.equivalent = equivalent;
    }

    /** @param match the field; when it is missing everything matches */
    public static MatchResources of(JsonNode match) {
        return new MatchResources(
                selector(match.path("namespaceSelector")),
                selector(match.path("objectSelector")),
                rules(match.path("resourceRules")),
                rules(match.path("excludeResourceRules")),
                !match.path("matchPolicy").asText().equals("Exact"));
    }

    private static Optional<ObjectSelector> selector(JsonNode selector) {
        return selector.isObject() && !selector.isEmpty() ? Optional.of(ObjectSelector.of(selector)) : Optional.empty();
    }

    private static List<ResourceRule> rules(JsonNode rules) {
        List<ResourceRule> all = new ArrayList<>();
        rules.forEach(rule -> all.add(ResourceRule.of(rule)));
        return List.copyOf(all);
    }

    /**
     * The resource in the version that the rules name; empty when the request is none of theirs.
     *
     * @param namespace the request's namespace, read when a selector asks for it
     */
    public Optional<Resource> matched(
            AdmissionRequest request, ResourceCatalog catalog, Supplier<Optional<ObjectNode>> namespace) {
        if (isExempt(request) || !matchesNamespace(request, namespace) || !matchesObject(request)) {
            return Optional.empty();
        }
        List<Resource> versions = versions(request, catalog);
        boolean isExcluded = excluded.stream()
                .anyMatch(rule -> versions.stream().anyMatch(version -> rule.matches(request, version)));
        if (isExcluded) {
            return Optional.empty();
        }
        if (rules.isEmpty()) {
            return Optional.of(request.resource());
        }
        return versions.stream()
                .filter(version -> rules.stream().anyMatch(rule -> rule.matches(request, version)))
                .findFirst();
    }

    private static boolean isExempt(AdmissionRequest request) {
        return request.resource().id().group().equals("admissionregistration.k8s.io")
                && EXEMPT.contains(request.resource().id().resource());
    }

    /** The request's own first; the others only when equivalent ones count. */
    private List<Resource> versions(AdmissionRequest request, ResourceCatalog catalog) {
        List<Resource> versions = new ArrayList<>();
        versions.add(request.resource());
        if (equivalent) {
            catalog.all().stream()
                    .filter(other -> other.id()
                                    .groupResource()
                                    .equals(request.resource().id().groupResource())
                            && !other.id().equals(request.resource().id()))
                    .forEach(versions::add);
        }
        return versions;
    }

    private boolean matchesNamespace(AdmissionRequest request, Supplier<Optional<ObjectNode>> namespace) {
        if (namespaces.isEmpty()) {
            return true;
        }
        if (request.isOf("", "namespaces")) {
            JsonNode subject = request.object()
                    .or(request::oldObject)
                    .<JsonNode>map(it -> it)
                    .orElse(MissingNode.getInstance());
            return namespaces.get().matches(labels(subject));
        }
        if (request.namespace().isEmpty()) {
            return true;
        }
        return namespace
                .get()
                .map(found -> namespaces.get().matches(labels(found)))
                .orElse(false);
    }

    private boolean matchesObject(AdmissionRequest request) {
        return objects.isEmpty()
                || request.object()
                        .map(object -> objects.get().matches(labels(object)))
                        .orElse(false)
                || request.oldObject()
                        .map(object -> objects.get().matches(labels(object)))
                        .orElse(false);
    }

    private static JsonNode labels(JsonNode object) {
        return object.path("metadata").path("labels");
    }
}

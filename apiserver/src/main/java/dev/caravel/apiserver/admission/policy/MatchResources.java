package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.kinds.ObjectSelector;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A {@code MatchResources}: which requests a policy or binding is about. Immutable. */
public final class MatchResources {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

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
     * @throws dev.caravel.apiserver.status.ApiException 404 when a selector asks for a namespace that is not there, 500 when it
     *     is none
     */
    public Optional<Resource> matched(
            AdmissionRequest request, ResourceCatalog catalog, Supplier<Optional<ObjectNode>> namespace) {
        Optional<String> fault = selectorFault();
        if (fault.isEmpty() && !matchesObject(request) || isExcluded(request, catalog)) {
            return Optional.empty();
        }
        Optional<Resource> resource =
                rules.isEmpty() ? Optional.of(request.resource()) : matchedByRule(request, catalog);
        // Last, since a namespace that is not there is an error of requests that would match. So is a selector of no
        // sense.
        return resource.filter(_ -> {
            fault.ifPresent(MatchResources::fail);
            return matchesNamespace(request, namespace);
        });
    }

    private Optional<String> selectorFault() {
        return Stream.of(namespaces, objects)
                .flatMap(Optional::stream)
                .flatMap(selector -> selector.fault().stream())
                .findFirst();
    }

    private static void fail(String fault) {
        throw Statuses.internal(fault);
    }

    private boolean isExcluded(AdmissionRequest request, ResourceCatalog catalog) {
        return excluded.stream()
                .anyMatch(rule -> rule.matches(request, request.resource())
                        || equivalents(request, catalog).anyMatch(version -> rule.matches(request, version)));
    }

    /** The request's own version counts before equivalent ones, of which the first rule that names one chooses. */
    private Optional<Resource> matchedByRule(AdmissionRequest request, ResourceCatalog catalog) {
        if (rules.stream().anyMatch(rule -> rule.matches(request, request.resource()))) {
            return Optional.of(request.resource());
        }
        return rules.stream()
                .flatMap(rule -> equivalents(request, catalog).filter(version -> rule.matches(request, version)))
                .findFirst();
    }

    /** What else the same objects are served as. */
    private Stream<Resource> equivalents(AdmissionRequest request, ResourceCatalog catalog) {
        Resource own = request.resource();
        return equivalent ? catalog.all().stream().filter(other -> areEquivalent(own, other)) : Stream.empty();
    }

    private static boolean areEquivalent(Resource own, Resource other) {
        String prefix = own.definition().storagePrefix();
        return !own.id().equals(other.id())
                && (own.id().groupResource().equals(other.id().groupResource())
                        || !prefix.isEmpty() && prefix.equals(other.definition().storagePrefix()));
    }

    private boolean matchesNamespace(AdmissionRequest request, Supplier<Optional<ObjectNode>> namespace) {
        if (namespaces.isEmpty()) {
            return true;
        }
        if (request.isOf("", "namespaces")) {
            return namespaces.get().matches(labels(subject(request)));
        }
        if (request.namespace().isEmpty()) {
            return true;
        }
        ObjectNode found = namespace.get().orElseThrow(() -> Statuses.notFound(NAMESPACES, request.namespace()));
        return namespaces.get().matches(labels(found));
    }

    /** Of a namespace that is written, its labels to be; else those that it has. */
    private static JsonNode subject(AdmissionRequest request) {
        Optional<ObjectNode> subject = request.subresource().isEmpty()
                ? request.object().or(request::oldObject)
                : request.oldObject().or(request::object);
        return subject.<JsonNode>map(it -> it).orElse(MissingNode.getInstance());
    }

    private boolean matchesObject(AdmissionRequest request) {
        return objects.isEmpty()
                || request.object().map(this::selects).orElse(false)
                || request.oldObject().map(this::selects).orElse(false);
    }

    /** Options of connections have no metadata, hence no labels to be without. */
    private boolean selects(ObjectNode object) {
        return object.has("metadata") && objects.orElseThrow().matches(labels(object));
    }

    private static JsonNode labels(JsonNode object) {
        return object.path("metadata").path("labels");
    }
}

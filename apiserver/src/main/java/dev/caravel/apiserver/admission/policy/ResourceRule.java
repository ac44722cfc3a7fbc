package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.resource.Resource;
import java.util.List;
import java.util.stream.StreamSupport;

/** A {@code NamedRuleWithOperations}: operations on resources, some by name. */
record ResourceRule(
        List<String> names,
        List<String> operations,
        List<String> groups,
        List<String> versions,
        List<String> resources,
        String scope) {
    static ResourceRule of(JsonNode rule) {
        return new ResourceRule(
                texts(rule.path("resourceNames")),
                texts(rule.path("operations")),
                texts(rule.path("apiGroups")),
                texts(rule.path("apiVersions")),
                texts(rule.path("resources")),
                rule.path("scope").asText("*"));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** @param version the request's resource, in one of its versions */
    boolean matches(AdmissionRequest request, Resource version) {
        return contains(groups, version.id().group())
                && contains(versions, version.id().version())
                && contains(operations, request.operation().name())
                && (names.isEmpty() || names.contains(request.name()))
                && inScope(request)
                && resources.stream()
                        .anyMatch(wanted -> isResource(wanted, version.id().resource(), request.subresource()));
    }

    private static boolean contains(List<String> values, String value) {
        return values.contains("*") || values.contains(value);
    }

    private boolean inScope(AdmissionRequest request) {
        // A namespace is in itself, yet not in a namespace.
        boolean namespaced = !request.namespace().isEmpty() && !request.isOf("", "namespaces");
        return switch (scope) {
            case "Namespaced" -> namespaced;
            case "Cluster" -> !namespaced;
            default -> true;
        };
    }

    /** {@code pods}, {@code pods/log}, {@code pods/*}, {@code *}, <code>*&#47;status</code> or <code>*&#47;*</code>. */
    private static boolean isResource(String wanted, String resource, String subresource) {
        int slash = wanted.indexOf('/');
        String wantedResource = slash < 0 ? wanted : wanted.substring(0, slash);
        String wantedSubresource = slash < 0 ? "" : wanted.substring(slash + 1);
        return (wantedResource.equals("*") || wantedResource.equals(resource))
                && (wantedSubresource.equals("*") || wantedSubresource.equals(subresource));
    }
}

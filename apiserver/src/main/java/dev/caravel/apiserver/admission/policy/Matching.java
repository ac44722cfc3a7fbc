package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.ApiException;
import java.util.Optional;

/** Finds out which policies and bindings a request is a matter of. Thread-safe. */
final class Matching {
    private final ResourceCatalog catalog;
    private final RequestNamespaces namespaces;

    Matching(ResourceCatalog catalog, ObjectReader reader) {
        this.catalog = catalog;
        this.namespaces = new RequestNamespaces(reader);
    }

    /** The resource in the version that is matched; empty when the request is not. */
    Optional<Resource> matched(MatchResources match, AdmissionRequest request) throws Misconfigured {
        try {
            return match.matched(request, catalog, () -> namespaces.of(request));
        } catch (ApiException e) {
            throw new Misconfigured(e.getMessage());
        }
    }

    Optional<ObjectNode> namespace(AdmissionRequest request) {
        return namespaces.of(request);
    }
}

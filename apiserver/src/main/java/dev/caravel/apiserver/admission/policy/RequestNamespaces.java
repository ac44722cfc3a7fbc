package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Optional;

/** The namespace that a request is in; none for cluster-scoped resources, and for namespaces themselves. */
public final class RequestNamespaces {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private final ObjectReader reader;

    public RequestNamespaces(ObjectReader reader) {
        this.reader = reader;
    }

    public Optional<ObjectNode> of(AdmissionRequest request) {
        if (request.namespace().isEmpty() || request.isOf("", "namespaces")) {
            return Optional.empty();
        }
        return reader.get(NAMESPACES, "", request.namespace())
                .or(() -> reader.getLatest(NAMESPACES, "", request.namespace()));
    }
}

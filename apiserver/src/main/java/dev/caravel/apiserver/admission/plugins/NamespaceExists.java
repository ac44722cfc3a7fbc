package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;

/** Refuses every write in a namespace that is not there; NamespaceLifecycle does this and more. */
public final class NamespaceExists implements AdmissionPlugin {
    public static final String NAME = "NamespaceExists";

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private final ObjectReader reader;

    public NamespaceExists(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        String namespace = request.namespace();
        if (!namespace.isEmpty()
                && !request.isOf("", "namespaces")
                && reader.get(NAMESPACES, "", namespace).isEmpty()
                && reader.getLatest(NAMESPACES, "", namespace).isEmpty()) {
            throw Statuses.notFound(NAMESPACES, namespace);
        }
    }
}

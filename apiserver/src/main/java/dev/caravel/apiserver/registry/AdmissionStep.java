package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import java.util.List;
import java.util.Optional;

/** Calls the admission plugins around a write, in their order. */
public final class AdmissionStep {
    private final List<AdmissionPlugin> plugins;

    public AdmissionStep(List<AdmissionPlugin> plugins) {
        this.plugins = List.copyOf(plugins);
    }

    void mutate(Operation operation, Target target, ObjectNode object, Optional<ObjectNode> old, WriteOptions options) {
        AdmissionRequest request = request(operation, target, Optional.of(object), old, options);
        plugins.forEach(plugin -> plugin.mutate(request));
    }

    void validate(
            Operation operation,
            Target target,
            Optional<ObjectNode> object,
            Optional<ObjectNode> old,
            WriteOptions options) {
        AdmissionRequest request = request(operation, target, object, old, options);
        plugins.forEach(plugin -> plugin.validate(request));
    }

    private static AdmissionRequest request(
            Operation operation,
            Target target,
            Optional<ObjectNode> object,
            Optional<ObjectNode> old,
            WriteOptions options) {
        return new AdmissionRequest(
                operation,
                target.resource(),
                target.subresource(),
                target.namespace(),
                target.name(),
                object,
                old,
                options.user(),
                options.dryRun(),
                options.warn());
    }
}

package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.Reinvocation;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Calls the admission plugins around a write, in their order. */
public final class AdmissionStep {
    private static final String MANAGED_FIELDS = "managedFields";

    private final List<AdmissionPlugin> plugins;

    public AdmissionStep(List<AdmissionPlugin> plugins) {
        this.plugins = List.copyOf(plugins);
    }

    void mutate(Operation operation, Target target, ObjectNode object, Optional<ObjectNode> old, WriteOptions options) {
        AdmissionRequest request = request(operation, target, Optional.of(object), old, options);
        JsonNode managed = object.path("metadata").get(MANAGED_FIELDS);
        mutate(request);
        restoreManagedFields(object, managed, options);
    }

    private void mutate(AdmissionRequest request) {
        List<AdmissionPlugin> mutating = plugins.stream()
                .filter(plugin -> plugin.mutates(request.operation()))
                .toList();
        mutating.forEach(plugin -> plugin.mutate(request));
        if (request.reinvocation().beginSecondRound()) {
            mutating.forEach(plugin -> plugin.mutate(request));
        }
    }

    /** Whether all plugins have read what they decide by. */
    public boolean isReady() {
        return plugins.stream().allMatch(AdmissionPlugin::isReady);
    }

    /** Whoever mutates objects may not know of managed fields, and break them. */
    private static void restoreManagedFields(ObjectNode object, JsonNode before, WriteOptions options) {
        JsonNode after = object.path("metadata").get(MANAGED_FIELDS);
        if (after == null || after == before) {
            return;
        }
        FieldOwnership.fault(object).ifPresent(fault -> {
            ObjectNode metadata = object.withObjectProperty("metadata");
            metadata.remove(MANAGED_FIELDS);
            if (before != null) {
                metadata.set(MANAGED_FIELDS, before);
            }
            options.warn()
                    .accept(
                            ".metadata.managedFields was in an invalid state after admission; this could be caused by an"
                                    + " outdated mutating admission controller; please fix your requests: " + fault);
        });
    }

    void validate(
            Operation operation,
            Target target,
            Optional<ObjectNode> object,
            Optional<ObjectNode> old,
            WriteOptions options) {
        AdmissionRequest request = request(operation, target, object, old, options);
        if (operation == Operation.DELETE) {
            mutate(request);
        }
        plugins.forEach(plugin -> plugin.validate(request));
    }

    /**
     * Before a connection to what {@code target} names is made.
     *
     * @param options what is asked of the connection, such as {@code PodExecOptions}
     */
    public void connect(Target target, ObjectNode options, UserInfo user, Consumer<String> warn) {
        AdmissionRequest request = new AdmissionRequest(
                Operation.CONNECT,
                target.resource(),
                target.subresource(),
                target.namespace(),
                target.name(),
                Optional.of(options),
                Optional.empty(),
                user,
                false,
                warn);
        mutate(request);
        plugins.stream().filter(AdmissionPlugin::seesConnections).forEach(plugin -> plugin.validate(request));
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
                options.warn(),
                Optional.of(document(operation, options)),
                new Reinvocation());
    }

    private static ObjectNode document(Operation operation, WriteOptions options) {
        String kind =
                switch (operation) {
                    case CREATE -> "CreateOptions";
                    case UPDATE -> "UpdateOptions";
                    case DELETE -> "DeleteOptions";
                    case CONNECT -> throw new IllegalArgumentException("connections have no options of a write");
                };
        ObjectNode document = options.document().deepCopy();
        return document.put("kind", kind).put("apiVersion", "meta.k8s.io/v1");
    }
}

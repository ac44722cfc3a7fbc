package dev.caravel.apiserver.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.FieldTypes;
import dev.caravel.apiserver.resource.GroupVersionKind;
import dev.caravel.apiserver.resource.Pruner;
import dev.caravel.apiserver.resource.Schema;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The verb create for what is not stored: evictions, bindings, token requests and reviews. Thread-safe; blocks. */
public final class VirtualCreation {
    /** Clients of old send these still; the two versions do not differ. */
    private static final Set<String> OLD_EVICTIONS = Set.of("policy/v1beta1");

    private static final GroupVersionKind EVICTION = new GroupVersionKind("policy", "v1", "Eviction");

    private final AdmissionStep admission;
    private final Function<String, Optional<Schema>> schemas;

    /** @param schemas types by their protobuf names */
    public VirtualCreation(AdmissionStep admission, Function<String, Optional<Schema>> schemas) {
        this.admission = requireNonNull(admission, "admission is null");
        this.schemas = requireNonNull(schemas, "schemas is null");
    }

    /**
     * @param target its name is that of the URL, which only subresources have
     * @param body changed in place
     * @return what the client gets
     */
    public ObjectNode create(VirtualResource virtual, Target target, ObjectNode body, WriteOptions options) {
        GroupVersionKind kind = target.resource().definition().kind(target.subresource());
        acceptOldVersion(kind, body);
        ObjectIdentity.prune(kind, object -> prune(target, kind, object), body, options);
        ObjectIdentity.settle(target, kind, body);
        applyDefaults(target, body);
        Target named = target.name().isEmpty()
                ? target.named(body.path("metadata").path("name").asText())
                : target;
        admission.mutate(Operation.CREATE, named, body, Optional.empty(), options);
        prune(target, kind, body);
        applyDefaults(target, body);
        Context context =
                new Context(target.namespace(), target.name(), target.subresource(), options.user(), options.dryRun());
        virtual.action().prepare(context, body);
        admission.validate(Operation.CREATE, named, Optional.of(body.deepCopy()), Optional.empty(), options);
        return virtual.action().create(context, body);
    }

    private static void acceptOldVersion(GroupVersionKind kind, ObjectNode body) {
        if (kind.equals(EVICTION)
                && OLD_EVICTIONS.contains(body.path("apiVersion").asText())) {
            body.put("apiVersion", kind.apiVersion());
        }
    }

    private static void applyDefaults(Target target, ObjectNode object) {
        if (target.subresource().isEmpty()) {
            target.resource().applyDefaults(object);
        }
    }

    private List<String> prune(Target target, GroupVersionKind kind, ObjectNode object) {
        return target.subresource().isEmpty()
                ? target.resource().prune(object)
                : Pruner.prune(object, schema(kind), FieldTypes.of(kind.kind(), kind.version()));
    }

    private Schema schema(GroupVersionKind kind) {
        String group = kind.group().isEmpty() ? "core" : kind.group().split("\\.")[0];
        String name = "k8s.io.api.%s.%s.%s".formatted(group, kind.version(), kind.kind());
        return schemas.apply(name).orElseThrow(() -> new IllegalStateException("no schema of " + name));
    }
}

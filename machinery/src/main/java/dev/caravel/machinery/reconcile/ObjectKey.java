package dev.caravel.machinery.reconcile;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Names an object within its resource; {@code namespace} is empty for cluster-scoped ones. */
public record ObjectKey(String namespace, String name) {
    public ObjectKey {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
    }

    public static ObjectKey of(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return new ObjectKey(
                namespace == null ? "" : namespace, object.getMetadata().getName());
    }

    /** {@code namespace/name}, or {@code name}: the form of logs and of informer caches. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}

package dev.caravel.controllers.namespace;

import io.fabric8.kubernetes.api.model.Namespace;

/** Where a namespace is in its life. */
public final class NamespacePhases {
    static final String TERMINATING = "Terminating";

    private NamespacePhases() {}

    public static boolean isActive(Namespace namespace) {
        return namespace.getMetadata().getDeletionTimestamp() == null
                && (namespace.getStatus() == null
                        || !TERMINATING.equals(namespace.getStatus().getPhase()));
    }
}

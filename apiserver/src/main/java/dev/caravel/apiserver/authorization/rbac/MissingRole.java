package dev.caravel.apiserver.authorization.rbac;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/** A role that a binding names and that is not there. @param kind {@code Role} or {@code ClusterRole} */
record MissingRole(String kind, String name) {
    MissingRole {
        requireNonNull(kind, "kind is null");
        requireNonNull(name, "name is null");
    }

    /** As decisions have it: {@code clusterrole.rbac.authorization.k8s.io "x" not found}. */
    @Override
    public String toString() {
        return as(kind.toLowerCase(Locale.ROOT));
    }

    /** @param resource that upstream's message is about: the one that is written */
    String as(String resource) {
        return "%s.%s \"%s\" not found".formatted(resource, RbacPolicy.GROUP, name);
    }
}

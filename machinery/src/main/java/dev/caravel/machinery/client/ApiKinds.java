package dev.caravel.machinery.client;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.util.Set;

/** The kinds that a role's code names, found at build time; what a watch brings is read as one of these. */
public record ApiKinds(Set<Class<? extends KubernetesResource>> types) {
    public ApiKinds {
        types = Set.copyOf(types);
    }
}

package dev.caravel.scheduler.cluster;

import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The pods near which, or away from which, a pod is to run, and what near means: the same value of a node label. */
public record AffinityTerm(
        Set<String> namespaces, ObjectSelector namespaceSelector, ObjectSelector selector, String topologyKey) {

    /** @param namespace of the pod that has the term; it counts when the term names none */
    static AffinityTerm of(PodAffinityTerm term, String namespace) {
        boolean own = term.getNamespaces().isEmpty() && term.getNamespaceSelector() == null;
        return new AffinityTerm(
                own ? Set.of(namespace) : Set.copyOf(term.getNamespaces()),
                ObjectSelector.of(term.getNamespaceSelector()),
                ObjectSelector.of(term.getLabelSelector()),
                term.getTopologyKey());
    }

    /** @param namespaceLabels the labels of a namespace, by its name */
    public boolean matches(PodInfo pod, Function<String, Map<String, String>> namespaceLabels) {
        return selector.matches(pod.labels())
                && (namespaces.contains(pod.key().namespace())
                        || namespaceSelector.matches(
                                namespaceLabels.apply(pod.key().namespace())));
    }
}

package dev.caravel.scheduler.plugins.podaffinity;

import dev.caravel.scheduler.cluster.AffinityTerm;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.PodInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the pods that there are mean for a pod to schedule. Not thread-safe while it changes.
 *
 * @param repelledBy where existing pods keep the pod away
 * @param wanted where pods are that the pod wants near
 * @param unwanted where pods are that the pod wants away
 */
record AffinityState(
        PodInfo pod,
        Function<String, Map<String, String>> namespaceLabels,
        NearbyPods repelledBy,
        NearbyPods wanted,
        NearbyPods unwanted) {

    AffinityState copy() {
        return new AffinityState(pod, namespaceLabels, repelledBy.copy(), wanted.copy(), unwanted.copy());
    }

    /** @param change 1 when {@code other} is on the node, -1 when it no longer is */
    void count(PodInfo other, NodeFacts node, int change) {
        countRepelling(other, node, change);
        if (matchesAll(pod.affinities().required(), other)) {
            pod.affinities().required().forEach(term -> wanted.add(node, term.topologyKey(), change));
        }
        for (AffinityTerm term : pod.affinities().requiredAnti()) {
            if (term.matches(other, namespaceLabels)) {
                unwanted.add(node, term.topologyKey(), change);
            }
        }
    }

    void countRepelling(PodInfo other, NodeFacts node, int change) {
        for (AffinityTerm term : other.affinities().requiredAnti()) {
            if (term.matches(pod, namespaceLabels)) {
                repelledBy.add(node, term.topologyKey(), change);
            }
        }
    }

    boolean matchesAll(List<AffinityTerm> terms, PodInfo other) {
        if (terms.isEmpty()) {
            return false;
        }
        for (AffinityTerm term : terms) {
            if (!term.matches(other, namespaceLabels)) {
                return false;
            }
        }
        return true;
    }

    /** The pods that the pod wants are near; or there are none at all, and it is one of that kind itself: the first. */
    boolean hasWantedNear(NodeFacts node, Predicate<String> hasLabel) {
        boolean near = true;
        for (AffinityTerm term : pod.affinities().required()) {
            if (!hasLabel.test(term.topologyKey())) {
                return false;
            }
            near &= wanted.near(node, term.topologyKey()) > 0;
        }
        return near || (wanted.isEmpty() && matchesAll(pod.affinities().required(), pod));
    }

    boolean hasUnwantedNear(NodeFacts node) {
        if (unwanted.isEmpty()) {
            return false;
        }
        for (AffinityTerm term : pod.affinities().requiredAnti()) {
            if (unwanted.near(node, term.topologyKey()) > 0) {
                return true;
            }
        }
        return false;
    }
}

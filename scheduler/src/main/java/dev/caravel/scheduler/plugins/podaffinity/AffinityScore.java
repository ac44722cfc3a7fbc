package dev.caravel.scheduler.plugins.podaffinity;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.AffinityTerm;
import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodAffinities;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.Symbols;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Weighs, by node label and value, how much a pod and the pods there like each other. */
final class AffinityScore {
    private final Symbols symbols;
    private final Function<String, Map<String, String>> namespaceLabels;
    private final AffinityScoreSettings settings;

    AffinityScore(
            Symbols symbols, Function<String, Map<String, String>> namespaceLabels, AffinityScoreSettings settings) {
        this.symbols = requireNonNull(symbols, "symbols is null");
        this.namespaceLabels = requireNonNull(namespaceLabels, "namespaceLabels is null");
        this.settings = requireNonNull(settings, "settings is null");
    }

    /** Empty when nobody has a preference. */
    NearbyPods weigh(PodInfo pod, ClusterSnapshot snapshot) {
        NearbyPods weights = new NearbyPods(symbols);
        boolean prefers = !pod.affinities().preferred().isEmpty()
                || !pod.affinities().preferredAnti().isEmpty();
        if (settings.ignorePreferencesOfExistingPods() && !prefers) {
            return weights;
        }
        for (NodeInfo node : snapshot.nodes()) {
            for (PodInfo other : prefers ? node.pods() : node.podsWithAffinity()) {
                weigh(pod, other, node.facts(), weights);
            }
        }
        return weights;
    }

    private void weigh(PodInfo pod, PodInfo other, NodeFacts node, NearbyPods weights) {
        add(pod.affinities().preferred(), other, node, 1, weights);
        add(pod.affinities().preferredAnti(), other, node, -1, weights);
        if (settings.hardAffinityWeight() > 0) {
            for (AffinityTerm term : other.affinities().required()) {
                if (term.matches(pod, namespaceLabels)) {
                    weights.add(node, term.topologyKey(), settings.hardAffinityWeight());
                }
            }
        }
        add(other.affinities().preferred(), pod, node, 1, weights);
        add(other.affinities().preferredAnti(), pod, node, -1, weights);
    }

    private void add(List<PodAffinities.Weighted> terms, PodInfo pod, NodeFacts node, int sign, NearbyPods weights) {
        for (PodAffinities.Weighted weighted : terms) {
            if (weighted.term().matches(pod, namespaceLabels)) {
                weights.add(node, weighted.term().topologyKey(), (long) sign * weighted.weight());
            }
        }
    }
}

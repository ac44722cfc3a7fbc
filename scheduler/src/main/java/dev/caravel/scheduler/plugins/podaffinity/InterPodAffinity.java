package dev.caravel.scheduler.plugins.podaffinity;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.Symbols;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.PreFilterPlugin;
import dev.caravel.scheduler.framework.PreFilterResult;
import dev.caravel.scheduler.framework.PreScorePlugin;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.ScorePlugin;
import dev.caravel.scheduler.framework.StateKey;
import dev.caravel.scheduler.framework.Status;
import dev.caravel.scheduler.plugins.Normalization;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Brings pods together and keeps them apart, as their affinities to other pods say. */
public final class InterPodAffinity implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin {
    private static final StateKey<AffinityState> STATE =
            new StateKey<>("PreFilterInterPodAffinity", AffinityState::copy);

    private static final StateKey<NearbyPods> WEIGHTS = new StateKey<>("PreScoreInterPodAffinity");

    private final Symbols symbols;
    private final Function<String, Map<String, String>> namespaceLabels;
    private final AffinityScore score;
    private final AffinityHints hints;

    private final Status notNear = Status.unresolvable(name(), "node(s) didn't match pod affinity rules");
    private final Status tooNear = Status.unschedulable(name(), "node(s) didn't match pod anti-affinity rules");
    private final Status repelled =
            Status.unschedulable(name(), "node(s) didn't satisfy existing pods anti-affinity rules");

    /** @param namespaceLabels the labels of a namespace, by its name; none when there is no such namespace */
    public InterPodAffinity(
            Symbols symbols, Function<String, Map<String, String>> namespaceLabels, AffinityScoreSettings settings) {
        this.symbols = requireNonNull(symbols, "symbols is null");
        this.namespaceLabels = requireNonNull(namespaceLabels, "namespaceLabels is null");
        this.score = new AffinityScore(symbols, namespaceLabels, settings);
        this.hints = new AffinityHints(symbols, namespaceLabels);
    }

    @Override
    public String name() {
        return "InterPodAffinity";
    }

    @Override
    public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterSnapshot snapshot) {
        AffinityState affinity = new AffinityState(
                pod, namespaceLabels, new NearbyPods(symbols), new NearbyPods(symbols), new NearbyPods(symbols));
        boolean asks = !pod.affinities().required().isEmpty()
                || !pod.affinities().requiredAnti().isEmpty();
        for (NodeInfo node : snapshot.nodes()) {
            if (asks) {
                node.pods().forEach(other -> affinity.count(other, node.facts(), 1));
            } else {
                node.podsWithAffinity().forEach(other -> affinity.countRepelling(other, node.facts(), 1));
            }
        }
        if (!asks && affinity.repelledBy().isEmpty()) {
            return PreFilterResult.SKIP;
        }
        state.write(STATE, affinity);
        return PreFilterResult.SUCCESS;
    }

    @Override
    public void recount(CycleState state, PodInfo pod, PodInfo other, NodeFacts node, int change) {
        state.require(STATE).count(other, node, change);
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        AffinityState affinity = state.require(STATE);
        NodeFacts facts = node.facts();
        if (!affinity.hasWantedNear(facts, key -> facts.labels().value(symbols.find(key)) != Symbols.UNKNOWN)) {
            return notNear;
        }
        if (affinity.hasUnwantedNear(facts)) {
            return tooNear;
        }
        return affinity.repelledBy().anyNear(facts) ? repelled : Status.SUCCESS;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes, ClusterSnapshot snapshot) {
        NearbyPods weights = score.weigh(pod, snapshot);
        if (weights.isEmpty()) {
            return Status.SKIP;
        }
        state.write(WEIGHTS, weights);
        return Status.SUCCESS;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node, ClusterSnapshot snapshot) {
        return state.require(WEIGHTS).sumNear(node.facts());
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, long[] scores) {
        Normalization.spread(scores);
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return hints.all();
    }
}

package dev.caravel.scheduler.plugins.spread;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.Symbols;
import dev.caravel.scheduler.framework.ScorePlugin;
import dev.caravel.scheduler.plugins.affinity.RequiredNodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ranks nodes by how few of a pod's likes are at their label values. Immutable once made. */
final class SpreadScore {
    private final Symbols symbols;
    private final PodInfo pod;
    private final List<SpreadConstraint> constraints;
    /** By the name of the node: those that lack a label. */
    private final Set<String> leftOut = new HashSet<>();

    private final List<Map<Integer, Long>> counts = new ArrayList<>();
    private final double[] weights;

    SpreadScore(
            Symbols symbols,
            PodInfo pod,
            List<SpreadConstraint> constraints,
            boolean requiresLabels,
            List<NodeInfo> nodes,
            ClusterSnapshot snapshot) {
        this.symbols = symbols;
        this.pod = pod;
        this.constraints = constraints;
        this.weights = new double[constraints.size()];
        constraints.forEach(constraint -> counts.add(new HashMap<>()));
        for (NodeInfo node : nodes) {
            if (requiresLabels && !hasLabels(node.facts())) {
                leftOut.add(node.name());
            } else {
                seed(node.facts());
            }
        }
        for (int i = 0; i < weights.length; i++) {
            int domains = constraints.get(i).isByHost()
                    ? nodes.size() - leftOut.size()
                    : counts.get(i).size();
            weights[i] = Math.log(domains + 2);
        }
        count(snapshot, requiresLabels);
    }

    private void seed(NodeFacts node) {
        for (int i = 0; i < constraints.size(); i++) {
            if (!constraints.get(i).isByHost()) {
                counts.get(i).putIfAbsent(value(node, constraints.get(i)), 0L);
            }
        }
    }

    private void count(ClusterSnapshot snapshot, boolean requiresLabels) {
        RequiredNodes required = RequiredNodes.of(pod.spec(), symbols);
        for (NodeInfo node : snapshot.nodes()) {
            if (requiresLabels && !hasLabels(node.facts())) {
                continue;
            }
            for (int i = 0; i < constraints.size(); i++) {
                SpreadConstraint constraint = constraints.get(i);
                int value = value(node.facts(), constraint);
                if (counts.get(i).containsKey(value) && constraint.includes(node.facts(), pod, required)) {
                    long found = constraint.count(node, pod.key().namespace());
                    counts.get(i).merge(value, found, Long::sum);
                }
            }
        }
    }

    private boolean hasLabels(NodeFacts node) {
        return constraints.stream().allMatch(constraint -> value(node, constraint) != Symbols.UNKNOWN);
    }

    private int value(NodeFacts node, SpreadConstraint constraint) {
        return node.labels().value(symbols.find(constraint.topologyKey()));
    }

    /** The lower the better; negative for a node that is left out. */
    long of(NodeInfo node) {
        if (leftOut.contains(node.name())) {
            return -1;
        }
        double score = 0;
        for (int i = 0; i < constraints.size(); i++) {
            SpreadConstraint constraint = constraints.get(i);
            int value = value(node.facts(), constraint);
            if (value != Symbols.UNKNOWN) {
                long count = constraint.isByHost()
                        ? constraint.count(node, pod.key().namespace())
                        : counts.get(i).getOrDefault(value, 0L);
                score += count * weights[i] + (constraint.maxSkew() - 1);
            }
        }
        return Math.round(score);
    }

    /** Turns the scores of {@link #of} round; nodes left out get 0. */
    static void normalize(long[] scores) {
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (long score : scores) {
            if (score >= 0) {
                lowest = Math.min(lowest, score);
                highest = Math.max(highest, score);
            }
        }
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] < 0) {
                scores[i] = 0;
            } else {
                scores[i] = highest == 0
                        ? ScorePlugin.MAX_SCORE
                        : ScorePlugin.MAX_SCORE * (highest + lowest - scores[i]) / highest;
            }
        }
    }
}

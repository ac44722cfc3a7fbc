package dev.caravel.scheduler.plugins.spread;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.Symbols;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.PreFilterPlugin;
import dev.caravel.scheduler.framework.PreFilterResult;
import dev.caravel.scheduler.framework.PreScorePlugin;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.ScorePlugin;
import dev.caravel.scheduler.framework.StateKey;
import dev.caravel.scheduler.framework.Status;
import dev.caravel.scheduler.plugins.affinity.RequiredNodes;
import dev.caravel.scheduler.plugins.spread.SpreadConstraint.Unsatisfiable;
import java.util.List;
import java.util.Set;

/** Spreads a pod and its likes over hosts, zones or whatever else nodes are labeled by. */
public final class PodTopologySpread implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin {
    private static final StateKey<SpreadState> STATE = new StateKey<>("PreFilterPodTopologySpread", SpreadState::copy);
    private static final StateKey<SpreadScore> SCORE = new StateKey<>("PreScorePodTopologySpread");
    private static final String UNEVEN = "node(s) didn't match pod topology spread constraints";

    private final Symbols symbols;
    private final SpreadDefaults defaults;
    private final Status uneven = Status.unschedulable(name(), UNEVEN);
    private final Status noLabel = Status.unresolvable(name(), UNEVEN + " (missing required label)");

    public PodTopologySpread(Symbols symbols, SpreadDefaults defaults) {
        this.symbols = requireNonNull(symbols, "symbols is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
    }

    @Override
    public String name() {
        return "PodTopologySpread";
    }

    @Override
    public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterSnapshot snapshot) {
        List<SpreadConstraint> constraints = hard(pod);
        if (constraints.isEmpty()) {
            return PreFilterResult.SKIP;
        }
        RequiredNodes required = RequiredNodes.of(pod.spec(), symbols);
        SpreadState spread = new SpreadState(constraints);
        for (NodeInfo node : snapshot.nodes()) {
            if (!hasLabels(node.facts(), constraints)) {
                continue;
            }
            for (int i = 0; i < constraints.size(); i++) {
                SpreadConstraint constraint = constraints.get(i);
                if (constraint.includes(node.facts(), pod, required)) {
                    int value = value(node.facts(), constraint);
                    spread.add(i, value, constraint.count(node, pod.key().namespace()));
                }
            }
        }
        state.write(STATE, spread);
        return PreFilterResult.SUCCESS;
    }

    @Override
    public void recount(CycleState state, PodInfo pod, PodInfo other, NodeFacts node, int change) {
        SpreadState spread = state.require(STATE);
        List<SpreadConstraint> constraints = spread.constraints();
        if (!other.key().namespace().equals(pod.key().namespace()) || !hasLabels(node, constraints)) {
            return;
        }
        RequiredNodes required = RequiredNodes.of(pod.spec(), symbols);
        for (int i = 0; i < constraints.size(); i++) {
            SpreadConstraint constraint = constraints.get(i);
            if (constraint.counts(other, pod.key().namespace()) && constraint.includes(node, pod, required)) {
                spread.add(i, value(node, constraint), change);
            }
        }
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        SpreadState spread = state.require(STATE);
        for (int i = 0; i < spread.constraints().size(); i++) {
            SpreadConstraint constraint = spread.constraints().get(i);
            int value = value(node.facts(), constraint);
            if (value == Symbols.UNKNOWN) {
                return noLabel;
            }
            int self = constraint.selector().matches(pod.labels()) ? 1 : 0;
            if (spread.count(i, value) + self - spread.floor(i) > constraint.maxSkew()) {
                return uneven;
            }
        }
        return Status.SUCCESS;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes, ClusterSnapshot snapshot) {
        List<SpreadConstraint> constraints = defaults.constraintsOf(pod, Unsatisfiable.SCHEDULE_ANYWAY);
        if (constraints.isEmpty()) {
            return Status.SKIP;
        }
        state.write(SCORE, new SpreadScore(symbols, pod, constraints, defaults.requiresLabels(pod), nodes, snapshot));
        return Status.SUCCESS;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node, ClusterSnapshot snapshot) {
        return state.require(SCORE).of(node);
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, long[] scores) {
        SpreadScore.normalize(scores);
    }

    private List<SpreadConstraint> hard(PodInfo pod) {
        return defaults.constraintsOf(pod, Unsatisfiable.DO_NOT_SCHEDULE);
    }

    private boolean hasLabels(NodeFacts node, List<SpreadConstraint> constraints) {
        for (SpreadConstraint constraint : constraints) {
            if (value(node, constraint) == Symbols.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    private int value(NodeFacts node, SpreadConstraint constraint) {
        return node.labels().value(symbols.find(constraint.topologyKey()));
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return List.of(
                QueueingHint.onPod(
                        Set.of(
                                EventAction.ADD,
                                EventAction.DELETE,
                                EventAction.UPDATE_POD_LABEL,
                                EventAction.UPDATE_POD_TOLERATION),
                        this::podMayHelp),
                QueueingHint.onNode(
                        Set.of(
                                EventAction.ADD,
                                EventAction.DELETE,
                                EventAction.UPDATE_NODE_LABEL,
                                EventAction.UPDATE_NODE_TAINT),
                        this::nodeMayHelp));
    }

    private boolean podMayHelp(PodInfo pod, Change.OfPod change) {
        PodInfo before = change.before().orElse(null);
        PodInfo after = change.after().orElse(null);
        if (!concerns(pod, before) || !concerns(pod, after)) {
            return false;
        }
        List<SpreadConstraint> constraints = hard(pod);
        boolean gotToleration = before != null
                && after != null
                && after.isSamePodAs(pod)
                && !before.tolerations().equals(after.tolerations());
        if (gotToleration && constraints.stream().anyMatch(SpreadConstraint::honorsTaints)) {
            return true;
        }
        return constraints.stream().anyMatch(constraint -> matches(constraint, before) != matches(constraint, after));
    }

    private static boolean concerns(PodInfo pod, PodInfo other) {
        return other == null
                || other.isSamePodAs(pod)
                || (other.isPlaced() && other.key().namespace().equals(pod.key().namespace()));
    }

    private static boolean matches(SpreadConstraint constraint, PodInfo pod) {
        return pod != null && constraint.selector().matches(pod.labels());
    }

    private boolean nodeMayHelp(PodInfo pod, Change.OfNode change) {
        List<SpreadConstraint> constraints = hard(pod);
        NodeFacts before =
                change.before().filter(node -> hasLabels(node, constraints)).orElse(null);
        NodeFacts after =
                change.after().filter(node -> hasLabels(node, constraints)).orElse(null);
        if (before == null || after == null) {
            return before != after;
        }
        return !before.taints().equals(after.taints())
                || constraints.stream().anyMatch(constraint -> value(before, constraint) != value(after, constraint));
    }
}

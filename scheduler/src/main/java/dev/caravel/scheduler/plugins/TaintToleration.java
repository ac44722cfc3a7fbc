package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.Taint;
import dev.caravel.scheduler.cluster.Toleration;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.PreScorePlugin;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.ScorePlugin;
import dev.caravel.scheduler.framework.StateKey;
import dev.caravel.scheduler.framework.Status;
import java.util.List;
import java.util.Set;

/** Keeps pods off nodes with taints that they do not tolerate; prefers nodes with fewer taints of the softer kind. */
public final class TaintToleration implements FilterPlugin, PreScorePlugin, ScorePlugin {
    private static final StateKey<List<Toleration>> SOFT = new StateKey<>("PreScoreTaintToleration");

    private final Status tainted = Status.unresolvable(name(), "node(s) had untolerated taint(s)");

    @Override
    public String name() {
        return "TaintToleration";
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        return pod.tolerates(node.facts()) ? Status.SUCCESS : tainted;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes, ClusterSnapshot snapshot) {
        state.write(
                SOFT,
                pod.tolerations().stream()
                        .filter(toleration -> toleration.effect().isEmpty()
                                || toleration.effect().equals(Taint.PREFER_NO_SCHEDULE))
                        .toList());
        return Status.SUCCESS;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node, ClusterSnapshot snapshot) {
        List<Toleration> tolerations = state.require(SOFT);
        return node.facts().taints().stream()
                .filter(taint -> taint.effect().equals(Taint.PREFER_NO_SCHEDULE))
                .filter(taint -> !Toleration.anyTolerates(tolerations, taint))
                .count();
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, long[] scores) {
        Normalization.lowestIsBest(scores);
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return List.of(
                QueueingHint.onNode(
                        Set.of(EventAction.ADD, EventAction.UPDATE_NODE_TAINT), TaintToleration::stopsRepelling),
                QueueingHint.onPod(
                        Set.of(EventAction.UPDATE_POD_TOLERATION),
                        (pod, change) -> change.after().filter(pod::isSamePodAs).isPresent()));
    }

    private static boolean stopsRepelling(PodInfo pod, Change.OfNode change) {
        boolean repelled = change.before().map(node -> !pod.tolerates(node)).orElse(true);
        return repelled && change.after().filter(pod::tolerates).isPresent();
    }
}

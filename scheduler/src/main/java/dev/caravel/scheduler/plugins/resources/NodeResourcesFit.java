package dev.caravel.scheduler.plugins.resources;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.ResourceNames;
import dev.caravel.scheduler.cluster.Resources;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.ScorePlugin;
import dev.caravel.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Keeps pods off nodes that have not enough of a resource left, and ranks the others by how full they would be. */
public final class NodeResourcesFit implements FilterPlugin, ScorePlugin {
    private final ResourceNames names;
    private final ScoringStrategy strategy;
    private final IgnoredResources ignored;

    public NodeResourcesFit(ResourceNames names, ScoringStrategy strategy, IgnoredResources ignored) {
        this.names = requireNonNull(names, "names is null");
        this.strategy = requireNonNull(strategy, "strategy is null");
        this.ignored = requireNonNull(ignored, "ignored is null");
    }

    @Override
    public String name() {
        return "NodeResourcesFit";
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        Resources wanted = pod.requests().effective();
        Resources allocatable = node.facts().allocatable();
        Resources taken = node.requested();
        boolean tooManyPods = node.pods().size() + 1 > node.facts().allowedPods();
        boolean fits = !tooManyPods;
        for (int place = 0; fits && place < wanted.places(); place++) {
            fits = !isShort(place, wanted, allocatable, taken);
        }
        return fits ? Status.SUCCESS : rejection(tooManyPods, wanted, allocatable, taken);
    }

    private Status rejection(boolean tooManyPods, Resources wanted, Resources allocatable, Resources taken) {
        List<String> reasons = new ArrayList<>();
        boolean resolvable = true;
        if (tooManyPods) {
            reasons.add("Too many pods");
        }
        for (int place = 0; place < wanted.places(); place++) {
            if (isShort(place, wanted, allocatable, taken)) {
                reasons.add("Insufficient " + names.name(place));
                resolvable &= wanted.get(place) <= allocatable.get(place);
            }
        }
        String[] texts = reasons.toArray(String[]::new);
        return resolvable ? Status.unschedulable(name(), texts) : Status.unresolvable(name(), texts);
    }

    private boolean isShort(int place, Resources wanted, Resources allocatable, Resources taken) {
        long amount = wanted.get(place);
        return amount > 0 && amount > allocatable.get(place) - taken.get(place) && !ignored.includes(names.name(place));
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node, ClusterSnapshot snapshot) {
        return strategy.score(
                pod.requests().forScoring(),
                node.requestedForScoring(),
                node.facts().allocatable());
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return List.of(
                QueueingHint.onPod(Set.of(EventAction.DELETE, EventAction.UPDATE_POD_SCALE_DOWN), this::freesResources),
                QueueingHint.onNode(Set.of(EventAction.ADD, EventAction.UPDATE_NODE_ALLOCATABLE), this::givesEnough));
    }

    private boolean freesResources(PodInfo pod, Change.OfPod change) {
        PodInfo before = change.before().orElse(null);
        PodInfo after = change.after().orElse(null);
        if (after == null) {
            return before != null && before.isPlaced();
        }
        if (after.isSamePodAs(pod)) {
            return true;
        }
        return before != null && after.isAssigned() && asksForSomethingLess(pod, before, after);
    }

    private static boolean asksForSomethingLess(PodInfo pod, PodInfo before, PodInfo after) {
        Resources wanted = pod.requests().effective();
        for (int place = 0; place < wanted.places(); place++) {
            if (wanted.get(place) > 0
                    && before.requests().effective().get(place)
                            > after.requests().effective().get(place)) {
                return true;
            }
        }
        return false;
    }

    private boolean givesEnough(PodInfo pod, Change.OfNode change) {
        NodeFacts after = change.after().orElse(null);
        if (after == null
                || !filter(new CycleState(), pod, NodeInfo.empty(after)).isSuccess()) {
            return false;
        }
        return change.before().map(before -> hasMore(pod, before, after)).orElse(true);
    }

    private static boolean hasMore(PodInfo pod, NodeFacts before, NodeFacts after) {
        Resources wanted = pod.requests().effective();
        boolean more = after.allowedPods() > before.allowedPods();
        for (int place = 0; !more && place < wanted.places(); place++) {
            more = wanted.get(place) > 0
                    && after.allocatable().get(place) > before.allocatable().get(place);
        }
        return more;
    }
}

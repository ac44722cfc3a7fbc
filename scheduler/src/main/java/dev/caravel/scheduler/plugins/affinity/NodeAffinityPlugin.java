package dev.caravel.scheduler.plugins.affinity;

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
import dev.caravel.scheduler.plugins.Normalization;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts pods only where their nodeSelector and required node affinity allow, and rather where they prefer. */
public final class NodeAffinityPlugin implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin {
    private static final StateKey<RequiredNodes> REQUIRED = new StateKey<>("PreFilterNodeAffinity");
    private static final StateKey<PreferredNodes> PREFERRED = new StateKey<>("PreScoreNodeAffinity");

    private final Symbols symbols;
    /** From the plugin's {@code addedAffinity}: what this scheduler asks for all its pods. */
    private final Optional<NodeAffinity> added;

    private final Status noMatch = Status.unresolvable(name(), "node(s) didn't match Pod's node affinity/selector");
    private final Status notEnforced =
            Status.unresolvable(name(), "node(s) didn't match scheduler-enforced node affinity");
    private final Status conflict = Status.unresolvable(name(), "pod affinity terms conflict");

    public NodeAffinityPlugin(Symbols symbols, Optional<NodeAffinity> added) {
        this.symbols = requireNonNull(symbols, "symbols is null");
        this.added = requireNonNull(added, "added is null");
    }

    @Override
    public String name() {
        return "NodeAffinity";
    }

    @Override
    public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterSnapshot snapshot) {
        RequiredNodes required = RequiredNodes.of(pod.spec(), symbols);
        if (required.isAny() && enforced().isEmpty()) {
            return PreFilterResult.SKIP;
        }
        state.write(REQUIRED, required);
        Optional<Set<String>> named = RequiredNodes.namedNodes(pod.spec());
        if (named.isEmpty()) {
            return PreFilterResult.SUCCESS;
        }
        return named.get().isEmpty() ? PreFilterResult.rejected(conflict) : PreFilterResult.onlyNodes(named.get());
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        if (!isEnforcedOn(node.facts())) {
            return notEnforced;
        }
        return state.require(REQUIRED).match(node.facts()) ? Status.SUCCESS : noMatch;
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes, ClusterSnapshot snapshot) {
        NodeAffinity own = pod.spec().getAffinity() == null
                ? null
                : pod.spec().getAffinity().getNodeAffinity();
        try {
            PreferredNodes ofPod = PreferredNodes.of(own, symbols);
            PreferredNodes ofScheduler = PreferredNodes.of(added.orElse(null), symbols);
            if (ofPod.terms().isEmpty() && ofScheduler.terms().isEmpty()) {
                return Status.SKIP;
            }
            state.write(
                    PREFERRED,
                    new PreferredNodes(Stream.concat(ofPod.terms().stream(), ofScheduler.terms().stream())
                            .toList()));
            return Status.SUCCESS;
        } catch (IllegalArgumentException e) {
            return Status.error(name(), e.getMessage());
        }
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node, ClusterSnapshot snapshot) {
        return state.require(PREFERRED).score(node.facts());
    }

    @Override
    public void normalize(CycleState state, PodInfo pod, long[] scores) {
        Normalization.highestIsBest(scores);
    }

    private Optional<NodeTerms> enforced() {
        return added.map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
                .map(selector -> NodeTerms.of(selector.getNodeSelectorTerms(), symbols));
    }

    private boolean isEnforcedOn(NodeFacts node) {
        return added.isEmpty() || enforced().map(terms -> terms.matches(node)).orElse(true);
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return List.of(
                QueueingHint.onNode(Set.of(EventAction.ADD, EventAction.UPDATE_NODE_LABEL), this::startsToMatch));
    }

    private boolean startsToMatch(PodInfo pod, Change.OfNode change) {
        RequiredNodes required = RequiredNodes.of(pod.spec(), symbols);
        boolean matched = change.before().map(required::match).orElse(false);
        return !matched
                && change.after()
                        .filter(this::isEnforcedOn)
                        .filter(required::match)
                        .isPresent();
    }
}

package dev.caravel.scheduler.plugins.podaffinity;

import dev.caravel.scheduler.cluster.AffinityTerm;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.Symbols;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.QueueingHint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Says which events may help a pod that its, or other pods', affinities kept from running. */
final class AffinityHints {
    private final Symbols symbols;
    private final Function<String, Map<String, String>> namespaceLabels;

    AffinityHints(Symbols symbols, Function<String, Map<String, String>> namespaceLabels) {
        this.symbols = symbols;
        this.namespaceLabels = namespaceLabels;
    }

    List<QueueingHint> all() {
        return List.of(
                QueueingHint.onPod(
                        Set.of(EventAction.ADD, EventAction.UPDATE_POD_LABEL, EventAction.DELETE), this::podMayHelp),
                QueueingHint.onNode(Set.of(EventAction.ADD, EventAction.UPDATE_NODE_LABEL), this::nodeMayHelp));
    }

    private boolean podMayHelp(PodInfo pod, Change.OfPod change) {
        PodInfo before = change.before().orElse(null);
        PodInfo after = change.after().orElse(null);
        if (before != null && after != null && after.isSamePodAs(pod)) {
            return true;
        }
        if ((before != null && !before.isPlaced()) || (after != null && !after.isPlaced())) {
            return false;
        }
        boolean comesNear = after != null
                && all(pod.affinities().required(), after)
                && (before == null || !all(pod.affinities().required(), before));
        boolean goesAway = before != null
                && all(pod.affinities().requiredAnti(), before)
                && (after == null || !all(pod.affinities().requiredAnti(), after));
        boolean stopsRepelling =
                after == null && before != null && all(before.affinities().requiredAnti(), pod);
        return comesNear || goesAway || stopsRepelling;
    }

    private boolean all(List<AffinityTerm> terms, PodInfo pod) {
        return !terms.isEmpty() && terms.stream().allMatch(term -> term.matches(pod, namespaceLabels));
    }

    private boolean nodeMayHelp(PodInfo pod, Change.OfNode change) {
        NodeFacts before = change.before().orElse(null);
        NodeFacts after = change.after().orElse(null);
        if (after == null) {
            return false;
        }
        for (AffinityTerm term : pod.affinities().required()) {
            int now = value(after, term);
            if (now != Symbols.UNKNOWN && (before == null || value(before, term) != now)) {
                return true;
            }
        }
        for (AffinityTerm term : pod.affinities().requiredAnti()) {
            if (before == null
                    || (value(before, term) != Symbols.UNKNOWN && value(before, term) != value(after, term))) {
                return true;
            }
        }
        return false;
    }

    private int value(NodeFacts node, AffinityTerm term) {
        return node.labels().value(symbols.find(term.topologyKey()));
    }
}

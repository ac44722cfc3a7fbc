package dev.caravel.scheduler.plugins.preemption;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.NodeTrials;
import dev.caravel.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Chooses as few and as unimportant victims on a node as make a pod fit. */
final class VictimSelection {
    /** What was found on a node. */
    sealed interface Outcome {}

    record Found(Candidate candidate) implements Outcome {}

    record Refused(Status status) implements Outcome {}

    private final DisruptionBudgets budgets;

    VictimSelection(DisruptionBudgets budgets) {
        this.budgets = requireNonNull(budgets, "budgets is null");
    }

    /**
     * All pods of lower priority leave; then, the most important first, each is let back in if the pod still fits.
     *
     * @param state is changed
     */
    Outcome on(NodeTrials trials, CycleState state, PodInfo pod, NodeInfo node) {
        List<PodInfo> lesser = node.pods().stream()
                .filter(other -> other.priority() < pod.priority())
                .sorted(Importance.ORDER)
                .toList();
        if (lesser.isEmpty()) {
            return new Refused(Status.unresolvable("", "No preemption victims found for incoming pod"));
        }
        NodeInfo emptied = node;
        for (PodInfo other : lesser) {
            emptied = trials.without(state, pod, emptied, other);
        }
        Status status = trials.fits(state, pod, emptied);
        if (!status.isSuccess()) {
            return new Refused(status);
        }
        Set<String> violating = budgets.violating(lesser);
        List<PodInfo> reprieveOrder = new ArrayList<>(lesser);
        reprieveOrder.sort((a, b) -> Boolean.compare(violating.contains(b.uid()), violating.contains(a.uid())));

        List<PodInfo> victims = new ArrayList<>();
        int violations = 0;
        NodeInfo trial = emptied;
        for (PodInfo other : reprieveOrder) {
            NodeInfo with = trials.with(state, pod, trial, other);
            if (trials.fits(state, pod, with).isSuccess()) {
                trial = with;
            } else {
                trial = trials.without(state, pod, with, other);
                victims.add(other);
                violations += violating.contains(other.uid()) ? 1 : 0;
            }
        }
        victims.sort(Importance.ORDER);
        return victims.isEmpty()
                ? new Refused(Status.error("", "expected at least one victim pod on node \"" + node.name() + "\""))
                : new Found(new Candidate(node.name(), victims, violations));
    }
}

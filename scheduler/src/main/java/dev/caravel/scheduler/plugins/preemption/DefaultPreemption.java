package dev.caravel.scheduler.plugins.preemption;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Code;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.Diagnosis;
import dev.caravel.scheduler.framework.NodeTrials;
import dev.caravel.scheduler.framework.PostFilterPlugin;
import dev.caravel.scheduler.framework.PostFilterResult;
import dev.caravel.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Finds a node where a pod would fit if pods of lower priority left, and names those that must. */
public final class DefaultPreemption implements PostFilterPlugin {
    private static final String PREFIX = "preemption: ";

    private final PreemptionSettings settings;
    private final VictimSelection selection;
    private final RandomGenerator random;

    public DefaultPreemption(PreemptionSettings settings, DisruptionBudgets budgets, RandomGenerator random) {
        this.settings = requireNonNull(settings, "settings is null");
        this.selection = new VictimSelection(budgets);
        this.random = requireNonNull(random, "random is null");
    }

    @Override
    public String name() {
        return "DefaultPreemption";
    }

    @Override
    public PostFilterResult postFilter(
            NodeTrials trials, CycleState state, PodInfo pod, ClusterSnapshot snapshot, Diagnosis diagnosis) {
        Optional<String> objection = objection(pod, snapshot, diagnosis);
        if (objection.isPresent()) {
            return PostFilterResult.helpless(Status.unschedulable(name(), PREFIX + objection.get()), false);
        }
        List<NodeInfo> nodes = snapshot.nodes().stream()
                .filter(node -> diagnosis.of(node.name()).code() == Code.UNSCHEDULABLE)
                .toList();
        Diagnosis refusals = new Diagnosis(snapshot.nodes().size());
        List<Candidate> candidates = candidates(trials, state, pod, nodes, refusals);
        Optional<Candidate> best = candidates.stream().min(Candidate.LEAST_HARM);
        if (best.isEmpty()) {
            refusals.absentNodes(Status.unresolvable("", "Preemption is not helpful for scheduling"));
            return PostFilterResult.helpless(Status.unschedulable(name(), PREFIX + refusals.message()), true);
        }
        return new PostFilterResult(
                Status.SUCCESS, Optional.of(best.get().node()), best.get().victims());
    }

    private List<Candidate> candidates(
            NodeTrials trials, CycleState state, PodInfo pod, List<NodeInfo> nodes, Diagnosis refusals) {
        List<Candidate> harmless = new ArrayList<>();
        List<Candidate> violating = new ArrayList<>();
        int enough = settings.candidates(nodes.size());
        int offset = nodes.isEmpty() ? 0 : random.nextInt(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            NodeInfo node = nodes.get((offset + i) % nodes.size());
            switch (selection.on(trials, state.copy(), pod, node)) {
                case VictimSelection.Found found -> {
                    List<Candidate> list = found.candidate().violations() == 0 ? harmless : violating;
                    list.add(found.candidate());
                }
                case VictimSelection.Refused refused -> refusals.reject(node.name(), refused.status());
            }
            if (!harmless.isEmpty() && harmless.size() + violating.size() >= enough) {
                break;
            }
        }
        harmless.addAll(violating);
        return harmless;
    }

    /** Why the pod may not preempt, now or ever. */
    private static Optional<String> objection(PodInfo pod, ClusterSnapshot snapshot, Diagnosis diagnosis) {
        if ("Never".equals(pod.spec().getPreemptionPolicy())) {
            return Optional.of("not eligible due to preemptionPolicy=Never.");
        }
        String nominated = pod.nominatedNodeName();
        boolean roomIsBeingMade = !nominated.isEmpty()
                && diagnosis.of(nominated).code() != Code.UNSCHEDULABLE_AND_UNRESOLVABLE
                && snapshot.node(nominated).stream()
                        .flatMap(node -> node.pods().stream())
                        .anyMatch(other -> other.priority() < pod.priority() && isLeavingByPreemption(other));
        return roomIsBeingMade
                ? Optional.of("not eligible due to a terminating pod on the nominated node.")
                : Optional.empty();
    }

    private static boolean isLeavingByPreemption(PodInfo pod) {
        return pod.deleting()
                && pod.object().getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals("DisruptionTarget"))
                        .anyMatch(condition -> condition.getStatus().equals("True")
                                && "PreemptionByScheduler".equals(condition.getReason()));
    }
}

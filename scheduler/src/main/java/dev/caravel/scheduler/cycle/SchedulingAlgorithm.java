package dev.caravel.scheduler.cycle;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.Diagnosis;
import dev.caravel.scheduler.framework.NodeTrials;
import dev.caravel.scheduler.framework.PostFilterResult;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.queue.NominatedPods;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Chooses a node for a pod: filter, then rank; ties are broken at random. Changes nothing. For one thread. */
public final class SchedulingAlgorithm {
    private final NodeSearch search;
    private final NominatedPods nominated;
    private final RandomGenerator random;

    /** @param percentageOfNodesToScore 0 to adapt to the size of the cluster */
    public SchedulingAlgorithm(int percentageOfNodesToScore, NominatedPods nominated, RandomGenerator random) {
        this.search = new NodeSearch(new SampleSize(percentageOfNodesToScore));
        this.nominated = requireNonNull(nominated, "nominated is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** @throws RuntimeException when a plugin fails */
    public Placement place(Profile profile, CycleState state, PodInfo pod, ClusterSnapshot snapshot) {
        if (snapshot.nodes().isEmpty()) {
            return new Placement.NoNodes();
        }
        Diagnosis diagnosis = new Diagnosis(snapshot.nodes().size());
        NodeTrials trials = new NodeTrials(profile, nominated);
        List<NodeInfo> feasible = search.feasible(profile, trials, state, pod, snapshot, diagnosis);
        if (feasible.isEmpty()) {
            return nowhere(profile, trials, state, pod, snapshot, diagnosis);
        }
        String node = feasible.size() == 1
                ? feasible.getFirst().name()
                : best(feasible, profile.score(state, pod, feasible, snapshot));
        return new Placement.On(node, feasible.size() + diagnosis.rejectedNodes(), feasible.size());
    }

    private static Placement nowhere(
            Profile profile,
            NodeTrials trials,
            CycleState state,
            PodInfo pod,
            ClusterSnapshot snapshot,
            Diagnosis diagnosis) {
        Optional<PostFilterResult> result = profile.postFilter(trials, state, pod, snapshot, diagnosis);
        result.ifPresent(found -> diagnosis.postFilter(found.status().message()));
        return new Placement.Nowhere(
                diagnosis,
                result.flatMap(PostFilterResult::nominatedNode),
                result.map(PostFilterResult::victims).orElse(List.of()));
    }

    private String best(List<NodeInfo> nodes, long[] scores) {
        int best = 0;
        int ties = 1;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
                ties = 1;
            } else if (scores[i] == scores[best] && random.nextInt(++ties) == 0) {
                best = i;
            }
        }
        return nodes.get(best).name();
    }
}

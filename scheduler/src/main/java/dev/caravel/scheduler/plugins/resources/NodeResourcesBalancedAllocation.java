package dev.caravel.scheduler.plugins.resources;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cluster.ResourceNames;
import dev.caravel.scheduler.cluster.Resources;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.PreScorePlugin;
import dev.caravel.scheduler.framework.ScorePlugin;
import dev.caravel.scheduler.framework.Status;
import java.util.List;

/** Prefers nodes whose resources the pod would leave more evenly used. */
public final class NodeResourcesBalancedAllocation implements PreScorePlugin, ScorePlugin {
    private final List<WeightedResource> resources;

    public NodeResourcesBalancedAllocation(List<WeightedResource> resources) {
        this.resources = List.copyOf(resources);
    }

    @Override
    public String name() {
        return "NodeResourcesBalancedAllocation";
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, List<NodeInfo> nodes, ClusterSnapshot snapshot) {
        Resources wanted = pod.requests().effective();
        boolean asksForNone = resources.stream().allMatch(resource -> wanted.get(resource.place()) == 0);
        return asksForNone ? Status.SKIP : Status.SUCCESS;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node, ClusterSnapshot snapshot) {
        Resources wanted = pod.requests().effective();
        Resources allocatable = node.facts().allocatable();
        long with = evenness(node.requested().plus(wanted), wanted, allocatable);
        long without = evenness(node.requested(), wanted, allocatable);
        // 75 when the pod changes nothing, up to 100 when it evens out, down to 50 when it does the opposite.
        return MAX_SCORE / 2 + (MAX_SCORE / 2 + with - without) / 2;
    }

    /** 100 less the standard deviation of the used fractions, in percent. */
    private long evenness(Resources used, Resources wanted, Resources allocatable) {
        double[] fractions = resources.stream()
                .mapToInt(WeightedResource::place)
                .filter(place -> allocatable.get(place) != 0)
                .filter(place -> !ResourceNames.isScalar(place) || wanted.get(place) != 0)
                .mapToDouble(place -> Math.min(1, (double) used.get(place) / allocatable.get(place)))
                .toArray();
        return (long) ((1 - deviation(fractions)) * MAX_SCORE);
    }

    private static double deviation(double[] fractions) {
        if (fractions.length < 2) {
            return 0;
        }
        if (fractions.length == 2) {
            return Math.abs(fractions[0] - fractions[1]) / 2;
        }
        double sum = 0;
        for (double fraction : fractions) {
            sum += fraction;
        }
        double mean = sum / fractions.length;
        double squares = 0;
        for (double fraction : fractions) {
            squares += (fraction - mean) * (fraction - mean);
        }
        return Math.sqrt(squares / fractions.length);
    }
}

package dev.caravel.scheduler.cycle;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Code;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.Diagnosis;
import dev.caravel.scheduler.framework.NodeTrials;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the nodes on which a pod can run. Each search goes on where the last one stopped, so that all nodes get their
 * turn. For one thread.
 */
final class NodeSearch {
    private final SampleSize sampleSize;
    private int start;

    NodeSearch(SampleSize sampleSize) {
        this.sampleSize = requireNonNull(sampleSize, "sampleSize is null");
    }

    /** Feasible nodes; the others' reasons go to {@code diagnosis}. */
    List<NodeInfo> feasible(
            Profile profile,
            NodeTrials trials,
            CycleState state,
            PodInfo pod,
            ClusterSnapshot snapshot,
            Diagnosis diagnosis) {
        Profile.Narrowed narrowed = profile.preFilter(state, pod, snapshot);
        if (!narrowed.status().isSuccess()) {
            requireNoError(narrowed.status());
            diagnosis.rejectAll(narrowed.status());
            return List.of();
        }
        if (!pod.nominatedNodeName().isEmpty()) {
            Optional<NodeInfo> node = snapshot.node(pod.nominatedNodeName());
            if (node.isPresent() && trials.fits(state, pod, node.get()).isSuccess()) {
                return List.of(node.get());
            }
        }
        List<NodeInfo> candidates =
                narrowed.nodes().map(names -> named(names, snapshot)).orElse(snapshot.nodes());
        if (narrowed.nodes().isPresent()) {
            diagnosis.narrowedBy(narrowed.plugins());
        }
        List<NodeInfo> found = search(profile, trials, state, pod, candidates, diagnosis);
        start = (start + found.size() + diagnosis.rejectedNodes())
                % snapshot.nodes().size();
        return found;
    }

    private List<NodeInfo> search(
            Profile profile,
            NodeTrials trials,
            CycleState state,
            PodInfo pod,
            List<NodeInfo> candidates,
            Diagnosis diagnosis) {
        SampleSize size = profile.percentageOfNodesToScore().isPresent()
                ? new SampleSize(profile.percentageOfNodesToScore().getAsInt())
                : sampleSize;
        int enough = profile.plugins().score().isEmpty() ? 1 : size.of(candidates.size());
        List<NodeInfo> found = new ArrayList<>();
        for (int i = 0; i < candidates.size() && found.size() < enough; i++) {
            NodeInfo node = candidates.get((start + i) % candidates.size());
            Status status = trials.fits(state, pod, node);
            if (status.isSuccess()) {
                found.add(node);
            } else {
                requireNoError(status);
                diagnosis.reject(node.name(), status);
            }
        }
        return found;
    }

    private static List<NodeInfo> named(Set<String> names, ClusterSnapshot snapshot) {
        return names.stream()
                .sorted()
                .flatMap(name -> snapshot.node(name).stream())
                .toList();
    }

    private static void requireNoError(Status status) {
        if (status.code() == Code.ERROR) {
            throw new IllegalStateException(status.message());
        }
    }
}

package dev.caravel.scheduler.framework;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.queue.NominatedPods;

/** Tries whether a pod fits on a node, as it is or as it might be. Thread-safe. */
public final class NodeTrials {
    private final Profile profile;
    private final NominatedPods nominated;

    public NodeTrials(Profile profile, NominatedPods nominated) {
        this.profile = requireNonNull(profile, "profile is null");
        this.nominated = requireNonNull(nominated, "nominated is null");
    }

    /**
     * Whether the pod fits both with and without the pods for which room is being made on the node: they may come or
     * not.
     */
    public Status fits(CycleState state, PodInfo pod, NodeInfo node) {
        NodeInfo crowded = node;
        CycleState crowdedState = state;
        for (PodInfo other : nominated.on(node.name())) {
            if (other.priority() >= pod.priority() && !other.isSamePodAs(pod)) {
                PodInfo arrived = other.assignedTo(node.name());
                crowdedState = crowdedState == state ? state.copy() : crowdedState;
                crowded = crowded.withPod(arrived);
                profile.recount(crowdedState, pod, arrived, node.facts(), 1);
            }
        }
        if (crowded != node) {
            Status status = profile.filter(crowdedState, pod, crowded);
            if (!status.isSuccess()) {
                return status;
            }
        }
        return profile.filter(state, pod, node);
    }

    /** The node with another pod on it; {@code state} is changed accordingly. */
    public NodeInfo with(CycleState state, PodInfo pod, NodeInfo node, PodInfo other) {
        profile.recount(state, pod, other, node.facts(), 1);
        return node.withPod(other);
    }

    /** The node without one of its pods; {@code state} is changed accordingly. */
    public NodeInfo without(CycleState state, PodInfo pod, NodeInfo node, PodInfo other) {
        profile.recount(state, pod, other, node.facts(), -1);
        return node.withoutPod(other.uid());
    }
}

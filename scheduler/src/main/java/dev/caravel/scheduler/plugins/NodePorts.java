package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.HostPort;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.PreFilterPlugin;
import dev.caravel.scheduler.framework.PreFilterResult;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.Status;
import java.util.List;
import java.util.Set;

/** Keeps a pod off nodes where a host port that it needs is taken. */
public final class NodePorts implements PreFilterPlugin, FilterPlugin {
    private final Status portTaken =
            Status.unschedulable(name(), "node(s) didn't have free ports for the requested pod ports");

    @Override
    public String name() {
        return "NodePorts";
    }

    @Override
    public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterSnapshot snapshot) {
        return pod.hostPorts().isEmpty() ? PreFilterResult.SKIP : PreFilterResult.SUCCESS;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        return conflict(pod.hostPorts(), node.usedPorts()) ? portTaken : Status.SUCCESS;
    }

    private static boolean conflict(List<HostPort> wanted, List<HostPort> used) {
        return wanted.stream().anyMatch(port -> used.stream().anyMatch(port::conflictsWith));
    }

    @Override
    public List<QueueingHint> queueingHints() {
        return List.of(
                QueueingHint.onPod(Set.of(EventAction.DELETE), NodePorts::freesPort),
                QueueingHint.onNode(Set.of(EventAction.ADD), (pod, change) -> true));
    }

    private static boolean freesPort(PodInfo pod, Change.OfPod change) {
        return change.before()
                .filter(deleted -> deleted.isPlaced())
                .filter(deleted -> conflict(pod.hostPorts(), deleted.hostPorts()))
                .isPresent();
    }
}

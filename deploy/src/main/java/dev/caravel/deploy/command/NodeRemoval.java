package dev.caravel.deploy.command;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.cluster.NodeProcesses;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.network.NodeNetwork;
import dev.caravel.deploy.node.Containers;
import dev.caravel.deploy.node.Leftovers;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.SupervisorClient;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.DirectoryTrees;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Takes nodes out of a cluster and removes what they have on this machine; their objects in the API are the user's. */
final class NodeRemoval {
    private final StateDir state;
    private final SupervisorClient supervisor;
    private final Commands commands;

    NodeRemoval(StateDir state, SupervisorClient supervisor, Commands commands) {
        this.state = requireNonNull(state, "state is null");
        this.supervisor = requireNonNull(supervisor, "supervisor is null");
        this.commands = requireNonNull(commands, "commands is null");
    }

    void remove(List<NodePlan> nodes) throws IOException, InterruptedException {
        if (supervisor.running()) {
            supervisor.stop(nodes.stream().flatMap(NodeRemoval::processes).toList());
            for (NodePlan node : nodes) {
                new Containers(commands).removeAll(node);
            }
            supervisor.stop(nodes.stream()
                    .map(node -> NodeProcesses.processName("containerd", node))
                    .toList());
        }
        Leftovers leftovers = new Leftovers(state, commands);
        leftovers.removeTraces(nodes);
        for (NodePlan node : nodes) {
            leftovers.unmount(List.of(node.directory(), node.sockets()));
            new NodeNetwork(commands).removeNode(node);
            leftovers.removeCgroup(node.cgroup());
            DirectoryTrees.delete(node.directory());
            DirectoryTrees.delete(node.sockets());
        }
    }

    private static Stream<String> processes(NodePlan node) {
        return Stream.of(Role.KUBELET, Role.KUBE_PROXY).map(role -> NodeProcesses.processName(role.program(), node));
    }
}

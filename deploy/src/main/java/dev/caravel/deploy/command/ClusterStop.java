package dev.caravel.deploy.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.ClusterShape;
import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.network.NodeNetwork;
import dev.caravel.deploy.network.Sysctls;
import dev.caravel.deploy.node.Containers;
import dev.caravel.deploy.node.Leftovers;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.ProcessState;
import dev.caravel.deploy.supervisor.SupervisorClient;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.DirectoryTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The way down: processes in the reverse of their order, then containers, then containerd; and for a reset the rest. */
final class ClusterStop {
    private final StateDir state;
    private final Commands commands;
    private final ObjectMapper json;
    private final SupervisorClient supervisor;

    ClusterStop(StateDir state, Commands commands, ObjectMapper json) {
        this.state = requireNonNull(state, "state is null");
        this.commands = requireNonNull(commands, "commands is null");
        this.json = requireNonNull(json, "json is null");
        this.supervisor = new SupervisorClient(state);
    }

    /** Ends everything, keeps the state. Answers whether there was anything to end. */
    boolean down() throws IOException, InterruptedException {
        boolean any = false;
        if (supervisor.running()) {
            any = true;
            supervisor.stop(supervisor.states().orElseThrow().stream()
                    .map(ProcessState::name)
                    .filter(name -> !name.startsWith("containerd"))
                    .toList());
            for (NodePlan node : nodes()) {
                new Containers(commands).stopAll(node);
            }
            supervisor.quit();
        }
        new Leftovers(state, commands).endProcesses();
        return any;
    }

    /** Ends everything and removes all that 'up' made. */
    void reset() throws IOException, InterruptedException {
        List<NodePlan> nodes = nodes();
        if (supervisor.running()) {
            supervisor.stop(supervisor.states().orElseThrow().stream()
                    .map(ProcessState::name)
                    .filter(name -> !name.startsWith("containerd"))
                    .toList());
            for (NodePlan node : nodes) {
                new Containers(commands).removeAll(node);
            }
            supervisor.quit();
        }
        Leftovers leftovers = new Leftovers(state, commands);
        leftovers.endProcesses();
        leftovers.unmount(List.of(state.root(), state.volatileState()));
        new NodeNetwork(commands).remove(nodes);
        leftovers.removeCgroup("/caravel-" + state.id());
        leftovers.removeTraces(nodes);
        new Sysctls(state, json).putBack();
        DirectoryTrees.delete(state.root());
        DirectoryTrees.delete(state.volatileState());
        deleteIfEmpty(state.volatileState().getParent());
    }

    private List<NodePlan> nodes() throws IOException {
        return ClusterShape.read(state, json)
                .map(shape -> shape.nodePlans(state))
                .orElse(List.of());
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(directory);
    }
}

package dev.caravel.deploy.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.ClusterShape;
import dev.caravel.deploy.cluster.ControlPlaneProcesses;
import dev.caravel.deploy.cluster.InstalledRoles;
import dev.caravel.deploy.cluster.Programs;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.cluster.StateStore;
import dev.caravel.deploy.preflight.Preflight;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.SupervisorClient;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.DirectoryTrees;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravel move-store}: the cluster is down, and its next 'up' goes on from the other store. */
@Command(name = "move-store", description = "Move the state of a cluster that is down to etcd, or from there.")
public final class MoveStoreCommand implements Callable<Integer> {
    @Mixin
    StateOption directory;

    @Option(names = "--to", required = true, paramLabel = "STORE", description = "${COMPLETION-CANDIDATES}")
    StateStore target;

    @ArgGroup
    UpCommand.WantedPrograms programs = new UpCommand.WantedPrograms();

    private final Commands commands = new Commands();
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws Exception {
        Preflight.root();
        StateDir state = directory.stateDir();
        ClusterShape shape =
                ClusterShape.read(state, json).orElseThrow(() -> new Problem("there is no cluster in " + state.root()));
        if (new SupervisorClient(state).running()) {
            throw new Problem("the cluster runs; './caravel down' first");
        }
        Path old = shape.store().directory(state);
        if (shape.store() == target) {
            throw new Problem("the state of this cluster is in " + old + " already");
        }
        if (!Files.exists(old)) {
            throw new Problem("there is nothing in " + old + " yet");
        }
        DirectoryTrees.delete(target.directory(state)); // of a move that did not come to its end
        String said = copy(state);
        shape.in(target).write(state, json);
        Path kept = old.resolveSibling(old.getFileName() + ".old");
        DirectoryTrees.delete(kept);
        Files.move(old, kept);
        System.out.println(said.strip() + "; what was before is in " + kept);
        return 0;
    }

    private String copy(StateDir state) throws IOException, InterruptedException {
        InstalledRoles roles = InstalledRoles.install(
                Set.of(Role.KUBE_APISERVER),
                Programs.of(programs.kind()),
                Installation.fromEnvironment().repository(),
                state,
                System.getenv());
        List<String> command =
                new ArrayList<>(roles.program(Role.KUBE_APISERVER).launcher());
        command.addAll(List.of(
                "copy-storage",
                "--to=" + target,
                "--data-dir=" + state.embedded(),
                "--etcd-servers=" + ControlPlaneProcesses.ETCD_CLIENT));
        Process etcd = new ProcessBuilder(ControlPlaneProcesses.etcd(state).command())
                .redirectErrorStream(true)
                .redirectOutput(state.log("etcd").toFile())
                .start();
        try {
            return commands.require(command);
        } finally {
            etcd.destroy();
            etcd.waitFor();
        }
    }
}

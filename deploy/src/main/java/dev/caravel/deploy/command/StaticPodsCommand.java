package dev.caravel.deploy.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.ClusterPki;
import dev.caravel.deploy.cluster.ClusterShape;
import dev.caravel.deploy.cluster.ControlPlaneProcesses;
import dev.caravel.deploy.cluster.InstalledRoles;
import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.cluster.NodeProcesses;
import dev.caravel.deploy.cluster.ProgramKind;
import dev.caravel.deploy.cluster.Programs;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.cluster.StateStore;
import dev.caravel.deploy.images.ImageArchive;
import dev.caravel.deploy.images.LocalImages;
import dev.caravel.deploy.manifests.StaticControlPlane;
import dev.caravel.deploy.network.NodeNetwork;
import dev.caravel.deploy.network.Sysctls;
import dev.caravel.deploy.node.Containers;
import dev.caravel.deploy.node.NodeConfiguration;
import dev.caravel.deploy.node.NodeDirectories;
import dev.caravel.deploy.preflight.Executables;
import dev.caravel.deploy.preflight.Preflight;
import dev.caravel.deploy.roleimages.Release;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.ProcessList;
import dev.caravel.deploy.supervisor.ProcessSpec;
import dev.caravel.deploy.supervisor.SupervisorClient;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code static-pods}: starts etcd, containerd and a kubelet, and hands the kubelet the control plane as pods of the roles'
 * images. Returns when the kubelet has what it needs; 'status', 'down' and 'reset' are as after 'up'.
 */
@Command(name = "static-pods", hidden = true, description = "Start a node whose kubelet runs the control plane.")
public final class StaticPodsCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Set<String> PROCESSES = Set.of("etcd", "containerd", "kubelet");

    @Mixin
    StateOption directory;

    @Option(names = "--images", required = true, description = "Directory with ROLE.tar.")
    Path images;

    @Option(names = "--release", required = true, description = "The project's version, which the images bear.")
    String version;

    private final Commands commands = new Commands();
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws Exception {
        Preflight.root();
        StateDir state = directory.stateDir();
        Installation installation = Installation.fromEnvironment();
        ClusterShape shape = new ClusterShape(1, false, StateStore.ETCD);
        List<NodePlan> nodes = shape.nodePlans(state);
        NodePlan node = nodes.getFirst();
        shape.write(state, json);
        new ClusterPki(state, Clock.systemUTC()).ensure(nodes);
        new ClusterKubeconfigs(state).write(nodes);
        new Sysctls(state, json).rememberAndSet();
        new NodeNetwork(commands).ensure(nodes);
        Set<Role> needed = EnumSet.copyOf(StaticControlPlane.ROLES);
        needed.add(Role.KUBELET);
        needed.add(Role.KUBE_PROXY);
        needed.add(Role.CARAVEL_DNS);
        InstalledRoles roles = InstalledRoles.install(
                needed, Programs.of(ProgramKind.NATIVE), installation.repository(), state, System.getenv());
        NodeConfiguration configuration = NodeConfiguration.of(node, state);
        configuration.write(node);
        new NodeDirectories(commands).ensure(node);
        ControlPlaneProcesses controlPlane = new ControlPlaneProcesses(state, roles, shape.store(), false);
        new ProcessList(Stream.of(
                                controlPlane.specs(), new NodeProcesses(state, roles, false).specs(node, configuration))
                        .flatMap(List::stream)
                        .filter(process -> PROCESSES.contains(process.name()))
                        .map(StaticPodsCommand::withoutOthers)
                        .toList())
                .write(state.processes(), json);
        SupervisorClient supervisor = new SupervisorClient(state);
        supervisor.launch(installation.supervisor(SupervisorProgram.install(installation, state), state));
        supervisor
                .await(
                        all -> all.stream().anyMatch(process -> process.name().equals("containerd") && process.ready()),
                        PATIENCE)
                .orElseThrow(() -> new Problem("containerd does not start; see " + state.log("containerd")));
        importImages(state, node);
        new StaticControlPlane(state, roles, controlPlane, new Release(version, Instant.EPOCH))
                .write(node.directory().resolve("manifests"));
        return 0;
    }

    /** The kubelet waits for no API server here: it is the one that starts it. */
    private static ProcessSpec withoutOthers(ProcessSpec process) {
        return new ProcessSpec(
                process.name(),
                process.program(),
                process.command(),
                process.environment(),
                process.revision(),
                process.readiness(),
                process.after().stream().filter(PROCESSES::contains).toList(),
                process.stopSeconds());
    }

    private void importImages(StateDir state, NodePlan node) throws IOException, InterruptedException {
        Containers containers = new Containers(commands);
        LocalImages local = new LocalImages(
                state,
                Executables.find("busybox")
                        .orElseThrow(() -> new Problem("there is no busybox; install busybox-static")));
        local.ensure();
        for (ImageArchive image : local.images()) {
            if (image.content() == ImageArchive.Content.PAUSE) {
                containers.importImage(node, local.archive(image));
            }
        }
        for (Role role : StaticControlPlane.ROLES) {
            containers.importImage(node, images.resolve(role.program() + ".tar"));
        }
    }
}

package dev.caravel.deploy.manifests;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.deploy.cluster.ControlPlaneProcesses;
import dev.caravel.deploy.cluster.InstalledRoles;
import dev.caravel.deploy.cluster.ProgramKind;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.cluster.RoleProgram;
import dev.caravel.deploy.roleimages.Release;
import dev.caravel.deploy.roleimages.RoleImage;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.ProcessSpec;
import dev.caravel.deploy.system.Problem;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The control plane as static pods of a kubelet: the same flags as its processes have, for the programs in the roles'
 * images.
 */
public final class StaticControlPlane {
    public static final List<Role> ROLES =
            List.of(Role.KUBE_APISERVER, Role.KUBE_CONTROLLER_MANAGER, Role.KUBE_SCHEDULER);

    private final StateDir state;
    private final InstalledRoles roles;
    private final ControlPlaneProcesses processes;
    private final Release release;
    private final YAMLMapper yaml = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    public StaticControlPlane(StateDir state, InstalledRoles roles, ControlPlaneProcesses processes, Release release) {
        this.state = requireNonNull(state, "state is null");
        this.roles = requireNonNull(roles, "roles is null");
        this.processes = requireNonNull(processes, "processes is null");
        this.release = requireNonNull(release, "release is null");
    }

    /** Writes a manifest of each role below the directory that a kubelet reads; answers how many changed. */
    public int write(Path directory) throws IOException {
        int changed = 0;
        for (Map.Entry<Role, String> manifest : manifests().entrySet()) {
            changed += TextFiles.write(file(directory, manifest.getKey()), manifest.getValue()) ? 1 : 0;
        }
        return changed;
    }

    public static Path file(Path directory, Role role) {
        return directory.resolve(role.program() + ".yaml");
    }

    Map<Role, String> manifests() throws IOException {
        Map<Role, String> manifests = new EnumMap<>(Role.class);
        for (ProcessSpec process : processes.specs()) {
            for (Role role : ROLES) {
                if (process.name().equals(role.program())) {
                    manifests.put(
                            role, yaml.writeValueAsString(pod(role, process).manifest()));
                }
            }
        }
        return manifests;
    }

    private StaticPod pod(Role role, ProcessSpec process) {
        RoleProgram program = roles.program(role);
        if (program.kind() == ProgramKind.JVM) {
            throw new Problem(
                    "there are images of executables only; run './caravel build --native' and 'build --images'");
        }
        // The image's entrypoint stands for the program; what follows it is the same.
        List<String> arguments = process.command().subList(1, process.command().size());
        return new StaticPod(
                role,
                RoleImage.reference(role, release),
                arguments,
                process.readiness(),
                role == Role.KUBE_SCHEDULER || role == Role.KUBE_CONTROLLER_MANAGER
                        ? List.of(state.pki(), state.kubeconfigs())
                        : List.of(state.pki()),
                process.stopSeconds());
    }
}

package dev.caravel.deploy.node;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.RecordedProcess;
import dev.caravel.deploy.system.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What may be left of a cluster whose supervisor or containerd did not end as they should: known by the cluster's own
 * paths, so that nothing of another's is touched.
 */
public final class Leftovers {
    private static final Path CNI_RESULTS = Path.of("/var/lib/cni/results");
    private static final Path CONTAINER_LOGS = Path.of("/var/log/containers");

    private final StateDir state;
    private final Commands commands;

    public Leftovers(StateDir state, Commands commands) {
        this.state = requireNonNull(state, "state is null");
        this.commands = requireNonNull(commands, "commands is null");
    }

    /** Kills processes that the supervisor recorded, and shims of our containerd whose containers have ended or not. */
    public void endProcesses() throws IOException {
        if (Files.isDirectory(state.run())) {
            ObjectMapper json = new ObjectMapper();
            try (Stream<Path> records = Files.list(state.run())) {
                for (Path file : records.filter(path -> path.toString().endsWith(".json"))
                        .toList()) {
                    RecordedProcess.find(file, json).ifPresent(process -> {
                        process.destroyForcibly();
                        process.onExit().join();
                    });
                }
            }
        }
        String ours = state.volatileState() + "/";
        ProcessHandle.allProcesses().filter(process -> isShimOf(process, ours)).forEach(shim -> {
            shim.descendants().forEach(ProcessHandle::destroyForcibly);
            shim.destroyForcibly();
            shim.onExit().join();
        });
    }

    /** Everything mounted below the directories, the innermost first. */
    public void unmount(List<Path> directories) throws IOException {
        List<String> mounts;
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            mounts = lines.map(line -> line.split(" ")[4])
                    .filter(point -> directories.stream().anyMatch(directory -> below(point, directory)))
                    .sorted(Comparator.comparing(String::length).reversed())
                    .toList();
        }
        for (String point : mounts) {
            commands.require("umount", "--lazy", point);
        }
    }

    /** @param cgroup its path in each hierarchy; those below it go too */
    public void removeCgroup(String cgroup) throws IOException {
        for (Path hierarchy : NodeDirectories.hierarchies()) {
            Path ours = hierarchy.resolve(cgroup.substring(1));
            if (Files.isDirectory(ours)) {
                List<Path> groups;
                try (Stream<Path> tree = Files.walk(ours)) {
                    groups = tree.filter(Files::isDirectory)
                            .sorted(Comparator.reverseOrder())
                            .toList();
                }
                for (Path group : groups) {
                    Files.delete(group);
                }
            }
        }
    }

    /** What libcni and the kubelet keep outside of the cluster's directories. */
    public void removeTraces(List<NodePlan> nodes) throws IOException {
        for (NodePlan node : nodes) {
            deleteEntries(CNI_RESULTS, entry -> entry.getFileName().toString().startsWith(node.networkName() + "-"));
            deleteEntries(CONTAINER_LOGS, entry -> Files.isSymbolicLink(entry) && pointsBelow(entry, node.directory()));
        }
    }

    private static void deleteEntries(Path directory, Predicate<Path> ours) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> found;
        try (Stream<Path> entries = Files.list(directory)) {
            found = entries.filter(ours).toList();
        }
        for (Path entry : found) {
            Files.delete(entry);
        }
    }

    private static boolean pointsBelow(Path link, Path directory) {
        try {
            return Files.readSymbolicLink(link).startsWith(directory);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isShimOf(ProcessHandle process, String ours) {
        try {
            String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return command.contains("containerd-shim") && command.contains("-address\0" + ours);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean below(String point, Path directory) {
        return Path.of(point.replace("\\040", " ")).startsWith(directory);
    }
}

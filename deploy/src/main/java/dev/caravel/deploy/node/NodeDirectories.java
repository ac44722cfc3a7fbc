package dev.caravel.deploy.node;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.system.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directories, mounts and control groups that a node's programs expect to be there. */
public final class NodeDirectories {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final Commands commands;

    public NodeDirectories(Commands commands) {
        this.commands = requireNonNull(commands, "commands is null");
    }

    public void ensure(NodePlan node) throws IOException {
        Files.createDirectories(node.sockets());
        Files.createDirectories(node.cniConfiguration());
        Files.createDirectories(node.directory().resolve("manifests"));
        Path kubelet = Files.createDirectories(node.kubeletRoot());
        if (!commands.attempt("mountpoint", "-q", kubelet.toString()).ok()) {
            commands.require("mount", "--bind", kubelet.toString(), kubelet.toString());
            commands.require("mount", "--make-rshared", kubelet.toString());
        }
        for (Path hierarchy : hierarchies()) {
            ensureCgroup(hierarchy, node.cgroup());
        }
    }

    /** One for every controller with cgroup v1, one in all with v2. */
    static List<Path> hierarchies() throws IOException {
        if (Files.exists(CGROUPS.resolve("cgroup.controllers"))) {
            return List.of(CGROUPS);
        }
        try (Stream<Path> entries = Files.list(CGROUPS)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> Files.exists(entry.resolve("cgroup.procs")))
                    .filter(entry -> !Files.isSymbolicLink(entry))
                    .toList();
        }
    }

    private static void ensureCgroup(Path hierarchy, String cgroup) throws IOException {
        Path parent = hierarchy;
        for (Path part : Path.of(cgroup)) {
            Path child = parent.resolve(part);
            if (!Files.exists(child)) {
                Files.createDirectory(child);
            }
            inherit(parent, child, "cpuset.cpus");
            inherit(parent, child, "cpuset.mems");
            delegate(parent);
            parent = child;
        }
        delegate(parent);
    }

    /** With cgroup v1 a new cpuset is empty, and nothing runs in it. */
    private static void inherit(Path parent, Path child, String file) throws IOException {
        Path own = child.resolve(file);
        boolean first = !Files.exists(parent.resolve("cgroup.controllers"));
        if (first && Files.exists(own) && Files.readString(own).isBlank()) {
            Files.writeString(own, Files.readString(parent.resolve(file)));
        }
    }

    /** With cgroup v2 a parent hands each controller down by name. */
    private static void delegate(Path cgroup) throws IOException {
        Path controllers = cgroup.resolve("cgroup.controllers");
        Path handedDown = cgroup.resolve("cgroup.subtree_control");
        if (Files.exists(controllers) && !Files.readString(controllers).isBlank()) {
            String all = "+" + Files.readString(controllers).strip().replace(" ", " +");
            Files.writeString(handedDown, all);
        }
    }
}

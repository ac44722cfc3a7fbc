package dev.caravel.deploy.cluster;

import dev.caravel.deploy.state.StateDir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One node: the first is the machine itself, each further one a network namespace with a container runtime of its own.
 *
 * @param namespace the network namespace's name; empty for the machine's own
 * @param directory for everything that the node keeps
 * @param sockets for what belongs below /run
 * @param cgroup below which its pods run, so that nodes of one machine do not clean up after each other
 */
public record NodePlan(
        int number,
        String name,
        String address,
        Optional<String> namespace,
        Path directory,
        Path sockets,
        String cgroup) {

    static NodePlan of(int number, StateDir state) {
        String name = "node" + number;
        return new NodePlan(
                number,
                name,
                Addresses.ofNode(number),
                number == 1 ? Optional.empty() : Optional.of("caravel-" + state.id() + "-" + name),
                state.node(name),
                state.volatileState().resolve(name),
                "/caravel-" + state.id() + "/" + name);
    }

    /** The command, run in this node's network. Not 'ip netns exec': that remounts /sys and hides the cgroups. */
    public List<String> inNetwork(List<String> command) {
        List<String> line = new ArrayList<>();
        namespace.ifPresent(name -> line.addAll(List.of("nsenter", "--net=/run/netns/" + name, "--")));
        line.addAll(command);
        return List.copyOf(line);
    }

    public List<String> inNetwork(String... command) {
        return inNetwork(List.of(command));
    }

    /** Of its pods' network, to CNI; libcni keeps files of that name outside of our directories. */
    public String networkName() {
        return "caravel-" + sockets.getParent().getFileName() + "-" + name;
    }

    public Path podLogs() {
        return directory.resolve("pod-logs");
    }

    public Path containerdSocket() {
        return sockets.resolve("containerd.sock");
    }

    public Path kubeletRoot() {
        return directory.resolve("kubelet");
    }

    public Path cniConfiguration() {
        return directory.resolve("cni/net.d");
    }

    public Path containerdConfiguration() {
        return directory.resolve("containerd.toml");
    }

    public Path kubeletConfiguration() {
        return directory.resolve("kubelet.yaml");
    }
}

package dev.caravel.deploy.preflight;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.cluster.Addresses;
import dev.caravel.deploy.cluster.ClusterShape;
import dev.caravel.deploy.cluster.StateStore;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds, before anything is started, what would keep a cluster from running on this machine. */
public final class Preflight {
    private static final long LEAST_DISK = 2L * 1024 * 1024 * 1024;
    private static final Path PROC = Path.of("/proc");

    private final Commands commands;

    public Preflight(Commands commands) {
        this.commands = requireNonNull(commands, "commands is null");
    }

    /** @throws Problem at the first obstacle */
    public void check(StateDir state, ClusterShape shape) throws IOException {
        root();
        tools(shape);
        kernel(shape);
        disk(state);
        ports(shape);
    }

    public static void root() throws IOException {
        if (!Files.readString(PROC.resolve("self/status")).contains("\nUid:\t0\t0\t")) {
            throw new Problem("must be root: namespaces, mounts and nftables need it; run it with sudo");
        }
    }

    private static void tools(ClusterShape shape) {
        Map<String, String> packages = new TreeMap<>(Map.of("ip", "iproute2", "nft", "nftables"));
        if (shape.store() == StateStore.ETCD) {
            packages.put("etcd", "etcd-server");
        }
        if (shape.nodes() > 0) {
            packages.putAll(Map.of(
                    "containerd",
                    "containerd",
                    "ctr",
                    "containerd",
                    "runc",
                    "runc",
                    "conntrack",
                    "conntrack",
                    "busybox",
                    "busybox-static"));
        }
        packages.forEach((tool, name) -> {
            if (Executables.find(tool).isEmpty()) {
                throw new Problem("'" + tool + "' is missing; run 'apt-get install " + name + "'");
            }
        });
    }

    private void kernel(ClusterShape shape) throws IOException {
        if (!commands.attempt("nft", "list", "tables").ok()) {
            throw new Problem("the kernel has no nftables (CONFIG_NF_TABLES); boot one that has it");
        }
        if (shape.nodes() == 0) {
            return;
        }
        if (!Files.readString(PROC.resolve("filesystems")).contains("overlay")
                && !commands.attempt("modprobe", "overlay").ok()) {
            throw new Problem("the kernel has no overlayfs (CONFIG_OVERLAY_FS); boot one that has it");
        }
        if (!Files.exists(PROC.resolve("self/ns/net"))) {
            throw new Problem("the kernel has no network namespaces (CONFIG_NET_NS); boot one that has them");
        }
        if (!Files.exists(PROC.resolve("sys/net/netfilter/nf_conntrack_max"))) {
            commands.attempt("modprobe", "nf_conntrack");
        }
        String cgroups = Files.readString(PROC.resolve("cgroups"));
        for (String controller : List.of("cpu", "memory", "pids")) {
            if (cgroups.lines().noneMatch(line -> line.startsWith(controller + "\t") && line.endsWith("\t1"))) {
                throw new Problem("the kernel has no '" + controller + "' control group; add 'cgroup_enable="
                        + controller + "' to its command line");
            }
        }
    }

    private static void disk(StateDir state) throws IOException {
        Path existing = state.root();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        long free = Files.getFileStore(existing).getUsableSpace();
        if (free < LEAST_DISK) {
            throw new Problem("only " + free / (1024 * 1024) + " MiB free at " + existing
                    + ", 2048 are needed; make room or choose another --state-dir");
        }
    }

    private static void ports(ClusterShape shape) {
        List<InetSocketAddress> needed =
                new ArrayList<>(List.of(any(Addresses.API_PORT), loopback(10257), loopback(10259)));
        if (shape.store() == StateStore.ETCD) {
            needed.addAll(List.of(loopback(2379), loopback(2380), loopback(2381)));
        }
        if (shape.nodes() > 0) {
            needed.addAll(List.of(any(10250), any(10248), any(10256), loopback(10249), loopback(8181)));
        }
        for (InetSocketAddress address : needed) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(address);
            } catch (IOException e) {
                throw new Problem("port " + address.getPort() + " is taken; find out by whom with 'ss -ltnp sport = :"
                        + address.getPort() + "', and stop it");
            }
        }
    }

    private static InetSocketAddress any(int port) {
        return new InetSocketAddress("0.0.0.0", port);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }
}

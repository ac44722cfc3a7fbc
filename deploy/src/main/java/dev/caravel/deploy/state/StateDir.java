package dev.caravel.deploy.state;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a cluster keeps what it has: everything below one directory, but for sockets and network namespaces, which
 * belong below /run and carry the cluster's {@link #id}.
 */
public record StateDir(Path root) {
    private static final int ID_LENGTH = 6;

    public StateDir {
        root = root.toAbsolutePath().normalize();
    }

    /** Tells clusters on one machine apart: short, and always the same for the same directory. */
    public String id() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public Path pki() {
        return root.resolve("pki");
    }

    public Path kubeconfigs() {
        return root.resolve("kubeconfigs");
    }

    public Path kubeconfig(String user) {
        return kubeconfigs().resolve(user + ".kubeconfig");
    }

    public Path etcd() {
        return root.resolve("etcd");
    }

    /** The state of an API server that has no etcd. */
    public Path embedded() {
        return root.resolve("store");
    }

    public Path images() {
        return root.resolve("images");
    }

    public Path roles() {
        return root.resolve("roles");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    public Path run() {
        return root.resolve("run");
    }

    /** Of the processes that should run; the supervisor reads it. */
    public Path processes() {
        return run().resolve("processes.json");
    }

    public Path sysctls() {
        return run().resolve("sysctls.json");
    }

    public Path node(String name) {
        return root.resolve("nodes").resolve(name);
    }

    /** Short, because the path of a unix socket ends at 107 bytes; gone after a reboot, as containerd's state has to be. */
    public Path volatileState() {
        return Path.of("/run/caravel", id());
    }

    public Path supervisorSocket() {
        return volatileState().resolve("supervisor.sock");
    }
}

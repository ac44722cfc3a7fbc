package dev.caravel.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets clients in this process reach the API server of a cluster whose network is its own; what stands open can be cut off. */
final class ClusterDoor implements AutoCloseable {
    private static final Pattern SERVER = Pattern.compile("(?m)(server: *\"?)(https://[^\\s\"]+)");

    private final TestCluster cluster;
    private final ServerSocket entrance;
    private final String kubeconfig;
    private final URI server;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    private record Passage(Socket socket, Process process) {
        void close() {
            process.destroy();
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ClusterDoor(TestCluster cluster) throws IOException {
        this.cluster = cluster;
        this.entrance = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Path admin = cluster.stateDir().resolve("kubeconfigs/admin.kubeconfig");
        Matcher matcher = SERVER.matcher(Files.readString(admin));
        if (!matcher.find()) {
            throw new AssertionError("no server in " + admin);
        }
        this.server = URI.create(matcher.group(2));
        this.kubeconfig = matcher.replaceFirst("$1https://127.0.0.1:" + entrance.getLocalPort());
        Thread.ofVirtual().name("door").start(this::letIn);
    }

    /** The administrator's, with the address that is reached from here. */
    String kubeconfig() {
        return kubeconfig;
    }

    String address() {
        return "https://127.0.0.1:" + entrance.getLocalPort();
    }

    /** Ends all connections, and those that come until {@link #reopen}. */
    void cutOff() {
        open = false;
        passages.forEach(Passage::close);
    }

    void reopen() {
        open = true;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cutOff();
    }

    private void letIn() {
        while (!entrance.isClosed()) {
            try {
                Socket socket = entrance.accept();
                if (open) {
                    connect(socket);
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket socket) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        "nsenter",
                        "--net=/run/netns/" + cluster.network(),
                        "--",
                        "busybox",
                        "nc",
                        server.getHost(),
                        Integer.toString(server.getPort())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Passage passage = new Passage(socket, process);
        passages.add(passage);
        Thread.ofVirtual().start(() -> carry(passage, true));
        Thread.ofVirtual().start(() -> carry(passage, false));
    }

    private void carry(Passage passage, boolean inward) {
        try {
            InputStream from = inward
                    ? passage.socket().getInputStream()
                    : passage.process().getInputStream();
            OutputStream to = inward
                    ? passage.process().getOutputStream()
                    : passage.socket().getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
            }
        } catch (IOException e) {
            // One side hung up, which is how a connection ends.
        } finally {
            passages.remove(passage);
            passage.close();
        }
    }
}

package dev.caravel.bench.histories;

import dev.caravel.apiserver.flags.EtcdFlags;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.embedded.EmbeddedStorage;
import dev.caravel.apiserver.storage.etcd.EtcdConnection;
import dev.caravel.apiserver.storage.etcd.EtcdStorage;
import dev.caravel.bench.load.Connection;
import dev.caravel.bench.load.Connection.Answer;
import dev.caravel.bench.load.Connection.Request;
import dev.caravel.bench.load.Target;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.maintenance.StatusResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An API server and its store, whose processes can be killed. */
final class Cluster implements AutoCloseable {
    private static final String API_SERVER = "kube-apiserver";
    private static final int CLIENT_PORT = 12_379;
    private static final int PEER_PORT = 12_380;
    private static final int STEP = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final int OK = 200;

    private final StoreKind kind;
    private final Path directory;
    private final String etcd;
    private final List<String> command;
    private final Target target;
    private final Server server;
    private final Processes processes;

    /**
     * @param etcd the program
     * @param apiServer the program with all flags but those of the store
     */
    Cluster(StoreKind kind, Path directory, String etcd, List<String> apiServer, Target target, Server server) {
        this.kind = kind;
        this.directory = directory;
        this.etcd = etcd;
        this.target = target;
        this.server = server;
        this.processes = new Processes(directory);
        this.command = new ArrayList<>(apiServer);
        command.add(
                kind == StoreKind.EMBEDDED
                        ? "--data-dir=" + directory.resolve("data")
                        : "--etcd-servers=" + endpoints());
        command.add("--etcd-compaction-interval=0"); // the store is asked what has happened, when all is over
    }

    void start() throws IOException, InterruptedException {
        for (int member = 0; member < kind.members(); member++) {
            processes.start(name(member), etcdCommand(member));
        }
        startServer();
    }

    void startServer() throws IOException, InterruptedException {
        processes.start(API_SERVER, command);
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!ready()) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException("the API server is not ready; see " + directory);
            }
            if (!processes.alive(API_SERVER)) {
                processes.start(API_SERVER, command); // as a supervisor would: its store may not be there yet
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        server.up(true);
    }

    private boolean ready() {
        try (Connection connection = target.connect()) {
            Answer answer = connection.ask(Request.get("/readyz"));
            return answer.status() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    void killServer() throws InterruptedException {
        server.up(false);
        processes.kill(API_SERVER);
    }

    void stopServer() throws InterruptedException {
        server.up(false);
        processes.stop(API_SERVER);
    }

    /** The member that leads; empty when there is none, or it is the only one. */
    Optional<Integer> leader() throws InterruptedException {
        for (int member = 0; member < kind.members() && kind.members() > 1; member++) {
            try (Client client = Client.builder().endpoints(endpoint(member)).build()) {
                StatusResponse status = client.getMaintenanceClient()
                        .statusMember(endpoint(member))
                        .get(2, TimeUnit.SECONDS);
                if (status.getLeader() == status.getHeader().getMemberId()) {
                    return Optional.of(member);
                }
            } catch (ExecutionException | TimeoutException _) {
                // this one does not know: the next may
            }
        }
        return Optional.empty();
    }

    void restartMember(int member) throws IOException, InterruptedException {
        processes.kill(name(member));
        processes.start(name(member), etcdCommand(member));
    }

    /** The store itself. Of an embedded one only while the API server does not run. */
    Storage store() throws IOException {
        if (kind == StoreKind.EMBEDDED) {
            return EmbeddedStorage.open(directory.resolve("data"), Clock.systemUTC());
        }
        EtcdFlags flags = new EtcdFlags();
        flags.servers = List.of(endpoints().split(","));
        return new EtcdStorage(EtcdConnection.open(flags), Duration.ofSeconds(60), Clock.systemUTC());
    }

    private List<String> etcdCommand(int member) {
        String peers = IntStream.range(0, kind.members())
                .mapToObj(other -> name(other) + "=" + peer(other))
                .collect(Collectors.joining(","));
        return List.of(
                etcd,
                "--name=" + name(member),
                "--data-dir=" + directory.resolve(name(member)),
                "--listen-client-urls=" + endpoint(member),
                "--advertise-client-urls=" + endpoint(member),
                "--listen-peer-urls=" + peer(member),
                "--initial-advertise-peer-urls=" + peer(member),
                "--initial-cluster=" + peers,
                "--quota-backend-bytes=8000000000");
    }

    private String endpoints() {
        return IntStream.range(0, kind.members()).mapToObj(Cluster::endpoint).collect(Collectors.joining(","));
    }

    private static String name(int member) {
        return "etcd" + member;
    }

    private static String endpoint(int member) {
        return "http://127.0.0.1:" + (CLIENT_PORT + STEP * member);
    }

    private static String peer(int member) {
        return "http://127.0.0.1:" + (PEER_PORT + STEP * member);
    }

    @Override
    public void close() throws InterruptedException {
        server.up(false);
        processes.close();
    }
}

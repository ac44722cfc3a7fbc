package dev.caravel.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.bench.load.Connection.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The load that {@code bench/apiserver} puts on each server. Alone: on a server of your own that is empty. */
@Command(name = "load", mixinStandardHelpOptions = true)
public final class LoadMain implements Callable<Integer> {
    private static final String CORE = "/api/v1/namespaces/";
    static final String BUSY = "bench";
    private static final String WATCHED = "watched";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final int CLIENTS = 8;
    private static final int CONFIG_MAP_BYTES = 1_024;
    private static final int WATCHED_OBJECTS = 10;
    private static final int DIGITS_OF_REVISIONS = 20;

    @Option(names = "--server", required = true, description = "How the server is called in tables.")
    String server;

    @Mixin
    TargetOptions where = new TargetOptions();

    @Option(names = "--pid", required = true, description = "The server's process.")
    long pid;

    @Option(names = "--out", required = true, description = "The file that the results are written to.")
    Path out;

    @Option(names = "--pods", defaultValue = "5000", description = "Default: ${DEFAULT-VALUE}")
    int pods;

    @Option(names = "--watches", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}")
    int watches;

    @Option(
            names = "--percent",
            defaultValue = "100",
            description = "How much of each count is done, for a quick look.")
    int percent;

    @Option(names = "--seed", description = "Only stores the pod and the node that SowMain makes copies of.")
    boolean seed;

    private final List<Measurement> measurements = new ArrayList<>();
    private RequestLoad requests;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LoadMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        ServerProcess process = new ServerProcess(pid);
        Target target = where.target(process);
        requests = new RequestLoad(target);
        long idle = process.resident();
        makeNamespace(target, BUSY);
        if (seed) {
            plantSeeds(target);
            return 0;
        }
        makeNamespace(target, WATCHED);
        everything(target);
        new Results(server, idle, process.resident(), process.peak(), measurements).write(out);
        return 0;
    }

    private static void makeNamespace(Target target, String name) throws Exception {
        try (Connection connection = target.connect()) {
            connection.exchange(Request.post("/api/v1/namespaces", Bodies.namespace(name)));
            connection.exchange(Request.post(CORE + name + "/serviceaccounts", Bodies.serviceAccount("default")));
        }
    }

    private void everything(Target target) throws Exception {
        String maps = CORE + BUSY + "/configmaps";
        String pods = CORE + BUSY + "/pods";
        warmUp("create warm-up", 1_000, i -> Request.post(maps, Bodies.configMap("warm-" + i, CONFIG_MAP_BYTES)));
        measure(
                "create ConfigMap, 1 KiB",
                4_000,
                i -> Request.post(maps, Bodies.configMap("map-" + i, CONFIG_MAP_BYTES)));
        warmUp("get warm-up", 2_000, i -> Request.get(maps + "/map-" + i % some(4_000)));
        measure("GET ConfigMap, 1 KiB", 10_000, i -> Request.get(maps + "/map-" + i % some(4_000)));
        keep(requests.run("create Pod, 4 KiB", CLIENTS, this.pods, i -> Request.post(pods, Bodies.pod("pod-" + i, i))));
        warmUp("patch warm-up", 500, i -> Request.mergePatch(pods + "/pod-" + i + "/status", Bodies.podStatus(i)));
        measure(
                "merge PATCH of a Pod's status",
                4_000,
                i -> Request.mergePatch(pods + "/pod-" + i % this.pods + "/status", Bodies.podStatus(i + 1)));
        warmUp("list warm-up", 16, i -> Request.get(pods));
        String all = "LIST of %,d Pods, ".formatted(this.pods);
        long json = sizeOfWhole(target, Request.get(pods));
        long protobuf = sizeOf(target, Request.get(pods, PROTOBUF));
        list(all + "resourceVersion=0", 80, Request.get(pods + "?resourceVersion=0"), json);
        list(all + "default", 80, Request.get(pods), json);
        list(all + "protobuf", 40, Request.get(pods, PROTOBUF), protobuf);
        watch(target);
    }

    private void list(String name, int count, Request request, long size) throws Exception {
        keep(requests.run(name, CLIENTS, some(count), i -> request, size - DIGITS_OF_REVISIONS));
    }

    /** The size of a list in which all pods are. */
    private long sizeOfWhole(Target target, Request list) throws Exception {
        try (Connection connection = target.connect()) {
            byte[] body = connection.fetch(list);
            int items = new ObjectMapper().readTree(body).path("items").size();
            if (items != pods) {
                throw new IllegalStateException("the list has %,d pods, not %,d".formatted(items, pods));
            }
            return body.length;
        }
    }

    private static long sizeOf(Target target, Request list) throws Exception {
        try (Connection connection = target.connect()) {
            return connection.exchange(list);
        }
    }

    private void watch(Target target) throws Exception {
        String watched = CORE + WATCHED + "/configmaps";
        requests.run(
                "objects to watch",
                1,
                WATCHED_OBJECTS,
                i -> Request.post(watched, Bodies.configMap("map-" + i, CONFIG_MAP_BYTES)));
        WatchLoad load = new WatchLoad(target);
        load.run("watch warm-up", Math.min(watches, 50), some(400), 100, watched, "map-1");
        keep(load.run("watch event, %d watches".formatted(watches), watches, some(1_000), 40, watched, "map-0"));
    }

    private static void plantSeeds(Target target) throws Exception {
        try (Connection connection = target.connect()) {
            connection.exchange(Request.post("/api/v1/nodes", Bodies.node(Seed.name("node", 0))));
            connection.exchange(Request.post(CORE + BUSY + "/pods", Bodies.pod(Seed.name("pod", 0), 0)));
        }
    }

    private int some(int count) {
        return Math.max(1, count * percent / 100);
    }

    private void warmUp(String name, int count, IntFunction<Request> what) throws Exception {
        requests.run(name, CLIENTS, some(count), what);
    }

    private void measure(String name, int count, IntFunction<Request> what) throws Exception {
        keep(requests.run(name, CLIENTS, some(count), what));
    }

    private void keep(Measurement measurement) {
        measurements.add(measurement);
        System.out.printf(
                "  %-36s %,10.1f us CPU  %,9.0f/s  p50 %,.1f  p99 %,.1f ms%n",
                measurement.name(),
                measurement.cpuMicros(),
                measurement.perSecond(),
                measurement.p50Micros() / 1_000,
                measurement.p99Micros() / 1_000);
    }
}

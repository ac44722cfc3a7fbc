package dev.caravel.bench.histories;

import dev.caravel.apiserver.storage.Storage;
import dev.caravel.bench.histories.Outcome.Unknown;
import dev.caravel.bench.load.Connection;
import dev.caravel.bench.load.Connection.Request;
import dev.caravel.bench.load.ServerProcess;
import dev.caravel.bench.load.Target;
import dev.caravel.bench.load.TargetOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs histories while processes are killed, and checks them. {@code bench/histories} starts it. */
@Command(name = "histories", mixinStandardHelpOptions = true)
public final class HistoriesMain implements Callable<Integer> {
    private static final int SHOWN = 5;

    @Option(names = "--store", required = true, description = "${COMPLETION-CANDIDATES}")
    StoreKind store;

    @Option(names = "--count", defaultValue = "10000", description = "Of histories. Default: ${DEFAULT-VALUE}")
    int count;

    @Option(
            names = "--operations",
            defaultValue = "6",
            description = "Of each of four clients. Default: ${DEFAULT-VALUE}")
    int operations;

    @Option(names = "--at-once", defaultValue = "32", description = "Histories. Default: ${DEFAULT-VALUE}")
    int atOnce;

    @Option(
            names = "--kill-every",
            defaultValue = "3",
            description = "Seconds that the API server lives, on average; 0 to let it live. Default: ${DEFAULT-VALUE}")
    int killEvery;

    @Option(
            names = "--plant",
            description = "Puts a fault into each history, to see it found: ${COMPLETION-CANDIDATES}.")
    Plant plant;

    @Option(names = "--seed", description = "For the same requests as in another run.")
    Long seed;

    @Option(names = "--directory", required = true, description = "For everything that the processes keep.")
    Path directory;

    @Option(names = "--etcd", defaultValue = "etcd", description = "The program. Default: ${DEFAULT-VALUE}")
    String etcd;

    @Mixin
    TargetOptions where = new TargetOptions();

    @Parameters(arity = "1..*", description = "The API server's program and flags, but for those of the store.")
    List<String> apiServer;

    private int serverKills;
    private int leaderKills;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new HistoriesMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        long chosen = Optional.ofNullable(seed).orElseGet(System::nanoTime);
        Target target = where.target(new ServerProcess(ProcessHandle.current().pid()));
        Server server = new Server(target);
        long begun = System.nanoTime();
        List<History> histories;
        Map<Long, List<Change>> account;
        try (Cluster cluster = new Cluster(store, directory, etcd, apiServer, target, server)) {
            cluster.start();
            long after;
            try (Connection connection = target.connect()) {
                connection.exchange(
                        Request.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"histories\"}}".getBytes()));
                after = ConfigMaps.revision(
                        ConfigMaps.JSON.readTree(connection.fetch(Request.get(ConfigMaps.COLLECTION))));
            }
            histories = run(cluster, server, chosen);
            cluster.stopServer();
            try (Storage storage = cluster.store()) {
                account = StoreAccount.read(storage, after);
            }
        }
        return report(histories, account, chosen, Duration.ofNanos(System.nanoTime() - begun));
    }

    private List<History> run(Cluster cluster, Server server, long chosen) throws Exception {
        Random seeds = new Random(chosen);
        Semaphore places = new Semaphore(atOnce);
        List<Future<History>> runs = new ArrayList<>();
        List<History> histories = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> killer = threads.submit(() -> {
                killNowAndThen(cluster, new Random(chosen), over);
                return null;
            });
            for (int i = 0; i < count; i++) {
                places.acquire();
                HistoryRun history = new HistoryRun(i, seeds.nextLong(), operations, server, threads);
                runs.add(threads.submit(() -> {
                    try {
                        return history.call();
                    } finally {
                        places.release();
                    }
                }));
                if (killer.isDone()) {
                    killer.get(); // says why
                }
            }
            for (Future<History> run : runs) {
                histories.add(run.get());
            }
            over.set(true);
            killer.get();
        }
        return histories;
    }

    private void killNowAndThen(Cluster cluster, Random random, AtomicBoolean over) throws Exception {
        while (killEvery > 0 && !over.get()) {
            LockSupport.parkNanos(
                    random.nextLong(2 * Duration.ofSeconds(killEvery).toNanos()));
            if (over.get()) {
                return;
            }
            Optional<Integer> leader = random.nextBoolean() ? cluster.leader() : Optional.empty();
            if (leader.isPresent()) {
                cluster.restartMember(leader.get());
                leaderKills++;
            } else {
                cluster.killServer();
                serverKills++;
                cluster.startServer();
            }
        }
    }

    private int report(List<History> histories, Map<Long, List<Change>> account, long chosen, Duration time) {
        Checker checker = new Checker();
        List<Violation> violations = new ArrayList<>();
        long asked = 0;
        long unknown = 0;
        long events = 0;
        for (History history : histories) {
            History whole = new History(
                    history.seed(),
                    history.operations(),
                    history.watches(),
                    account.getOrDefault(history.seed(), List.of()));
            violations.addAll(checker.check(Optional.ofNullable(plant)
                    .flatMap(fault -> fault.into(whole))
                    .orElse(whole)));
            asked += history.operations().size();
            unknown += history.operations().stream()
                    .filter(operation -> operation.outcome() instanceof Unknown)
                    .count();
            events += history.watches().stream()
                    .mapToLong(watch -> watch.changes().size())
                    .sum();
        }
        violations.stream().limit(SHOWN).forEach(System.out::println);
        System.out.printf(
                "%s: %,d histories, %,d requests (%,d of unknown outcome), %,d changes, %,d events of watches;"
                        + " %d kills of the API server, %d of a leader; %d s; seed %d: %d violations%n",
                store,
                histories.size(),
                asked,
                unknown,
                account.values().stream().mapToLong(List::size).sum(),
                events,
                serverKills,
                leaderKills,
                time.toSeconds(),
                chosen,
                violations.size());
        return violations.isEmpty() ? 0 : 1;
    }
}

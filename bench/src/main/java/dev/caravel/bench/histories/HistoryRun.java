package dev.caravel.bench.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Has the clients of one history do what its seed says. */
final class HistoryRun implements Callable<History> {
    private static final int CLIENTS = 4;
    private static final int KEYS = 3;

    private final long number;
    private final long seed;
    private final int operations;
    private final Server server;
    private final ExecutorService threads;

    /** @param operations of each client */
    HistoryRun(long number, long seed, int operations, Server server, ExecutorService threads) {
        this.number = number;
        this.seed = seed;
        this.operations = operations;
        this.server = server;
        this.threads = threads;
    }

    /** What the clients saw. What the store says is not in it yet. */
    @Override
    public History call() throws InterruptedException, ExecutionException {
        List<String> keys = IntStream.range(0, KEYS)
                .mapToObj(key -> "h%d-%d".formatted(number, key))
                .toList();
        Random seeds = new Random(seed);
        List<Watcher> watchers = List.of(
                new Watcher("watch after a list", number, false, server),
                new Watcher("watch with initial events", number, true, server));
        List<Future<List<WatchSegment>>> watching = new ArrayList<>();
        watchers.forEach(watcher -> watching.add(threads.submit(watcher::run)));
        List<Future<List<Operation>>> asking = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(number, i, keys, seeds.nextLong(), server);
            asking.add(threads.submit(() -> client.run(operations)));
        }
        List<Operation> done = new ArrayList<>();
        for (Future<List<Operation>> client : asking) {
            done.addAll(client.get());
        }
        watchers.forEach(Watcher::stop);
        List<WatchSegment> segments = new ArrayList<>();
        for (Future<List<WatchSegment>> watch : watching) {
            segments.addAll(watch.get());
        }
        return new History(number, done, segments, List.of());
    }
}

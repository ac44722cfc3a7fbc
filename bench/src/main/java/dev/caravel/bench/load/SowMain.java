package dev.caravel.bench.load;

import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.embedded.EmbeddedStorage;
import dev.caravel.apiserver.storage.etcd.EtcdStorage;
import io.etcd.jetcd.Client;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Fills the store of a server that does not run: with copies of one pod and one node, in the form in which that server has stored
 * them. A hundred times faster than through the server, and the same whichever it is.
 */
@Command(name = "sow", mixinStandardHelpOptions = true)
public final class SowMain implements Callable<Integer> {
    private static final int WRITERS = 64;
    private static final int TOLD_EVERY = 50_000;

    static final class Place {
        @Option(names = "--etcd", required = true)
        String etcd;

        @Option(names = "--data-dir", required = true)
        Path directory;
    }

    @ArgGroup(multiplicity = "1")
    Place place;

    @Option(names = "--fill", required = true, description = "PODS,NODES", split = ",", arity = "1")
    List<Integer> fill;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SowMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Storage storage = open()) {
            sow(storage, "/registry/pods/" + LoadMain.BUSY + "/", "pod", fill.get(0));
            sow(storage, "/registry/minions/", "node", fill.get(1));
        }
        return 0;
    }

    private Storage open() {
        return place.etcd != null
                ? new EtcdStorage(
                        Client.builder().endpoints(place.etcd).build(), Duration.ofMinutes(1), Clock.systemUTC())
                : EmbeddedStorage.open(place.directory, Clock.systemUTC());
    }

    /** Of the copies with the numbers from 0 the first is the object that is there. */
    private static void sow(Storage storage, String prefix, String kind, int count) throws Exception {
        String first = Seed.name(kind, 0);
        Seed seed = storage.get(prefix + first)
                .map(entry -> new Seed(entry.key(), entry.value(), first))
                .orElseThrow(() -> new IllegalStateException("there is no " + prefix + first));
        AtomicInteger next = new AtomicInteger(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(() -> write(storage, seed, kind, next, count)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        System.out.printf("  %,d of %,d bytes below %s%n", count, seed.value().length, prefix);
    }

    private static void write(Storage storage, Seed seed, String kind, AtomicInteger next, int count) {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            Seed copy = seed.copy(Seed.name(kind, i), UUID.randomUUID());
            storage.create(copy.key(), copy.value(), 0)
                    .orElseThrow(() -> new IllegalStateException(copy.key() + " is there already"));
            if (i % TOLD_EVERY == 0) {
                System.out.printf("  %,d%n", i);
            }
        }
    }
}

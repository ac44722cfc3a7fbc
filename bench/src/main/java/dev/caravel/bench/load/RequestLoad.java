package dev.caravel.bench.load;

import static java.util.Objects.requireNonNull;

import dev.caravel.bench.load.Connection.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Requests of one kind, several at a time, each client with a connection of its own. The first that fails ends the run. */
public final class RequestLoad {
    private static final int DIGITS = 3;

    private final Target target;

    public RequestLoad(Target target) {
        this.target = requireNonNull(target, "target is null");
    }

    /** @param requests what is asked for by the number of the request, from 0 */
    public Measurement run(String name, int clients, int count, IntFunction<Request> requests) throws Exception {
        return run(name, clients, count, requests, 0);
    }

    /** @param atLeast bytes that every answer must have: half a list is not to count as a fast one */
    public Measurement run(String name, int clients, int count, IntFunction<Request> requests, long atLeast)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        Histogram nanos = new ConcurrentHistogram(DIGITS);
        List<Callable<Long>> tasks = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Connection connection = target.connect();
            connections.add(connection);
            tasks.add(() -> ask(connection, next, count, requests, atLeast, nanos));
        }
        long bytes = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            long cpu = target.process().cpu().toNanos();
            long begun = System.nanoTime();
            for (Future<Long> task : threads.invokeAll(tasks)) {
                bytes = Math.max(bytes, task.get());
            }
            long wall = System.nanoTime() - begun;
            return Measurement.of(name, count, target.process().cpu().toNanos() - cpu, wall, nanos, bytes);
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static long ask(
            Connection connection,
            AtomicInteger next,
            int count,
            IntFunction<Request> requests,
            long atLeast,
            Histogram nanos)
            throws Exception {
        long bytes = 0;
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            Request request = requests.apply(i);
            long begun = System.nanoTime();
            bytes = connection.exchange(request);
            nanos.recordValue(System.nanoTime() - begun);
            if (bytes < atLeast) {
                throw new IllegalStateException(
                        "%s: %,d bytes, where %,d are wanted".formatted(request.path(), bytes, atLeast));
            }
        }
        return bytes;
    }
}

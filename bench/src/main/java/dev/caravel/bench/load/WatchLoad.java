package dev.caravel.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.bench.load.Connection.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Many watches of one namespace, each a client with a connection of its own, and changes at a steady pace. Every watch must hear of
 * every change, or the run fails.
 */
public final class WatchLoad {
    private static final int DIGITS = 3;
    private static final String ANNOTATION = "bench/sent";
    private static final byte[] STAMP = ("\"" + ANNOTATION + "\":\"").getBytes(US_ASCII);

    private final Target target;

    public WatchLoad(Target target) {
        this.target = requireNonNull(target, "target is null");
    }

    /**
     * The cost of one event that was delivered, with its share of what the change itself costs.
     *
     * @param path of the collection that is watched
     * @param object of the collection, which is changed
     * @param perSecond changes
     */
    public Measurement run(String name, int watches, int changes, int perSecond, String path, String object)
            throws Exception {
        Histogram nanos = new ConcurrentHistogram(DIGITS);
        String revision = revision(path);
        CountDownLatch open = new CountDownLatch(watches);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> heard = new ArrayList<>();
            for (int i = 0; i < watches; i++) {
                Connection connection = target.connect();
                Request watch = Request.get(path + "?watch=true&resourceVersion=" + revision);
                Callable<Integer> follower = () -> follow(connection, watch, changes, open, nanos);
                heard.add(threads.submit(follower));
            }
            open.await();
            long cpu = target.process().cpu().toNanos();
            long begun = System.nanoTime();
            change(path + "/" + object, changes, perSecond);
            long events = 0;
            for (Future<Integer> watch : heard) {
                events += watch.get();
            }
            long wall = System.nanoTime() - begun;
            if (events != (long) watches * changes) {
                throw new IllegalStateException(
                        "%d events were delivered, %d were to be".formatted(events, (long) watches * changes));
            }
            return Measurement.of(name, events, target.process().cpu().toNanos() - cpu, wall, nanos, 0);
        }
    }

    private String revision(String path) throws IOException {
        try (Connection connection = target.connect()) {
            byte[] list = connection.fetch(Request.get(path));
            return new ObjectMapper()
                    .readTree(list)
                    .path("metadata")
                    .path("resourceVersion")
                    .asText();
        }
    }

    private void change(String object, int changes, int perSecond) throws Exception {
        Semaphore pace = new Semaphore(0);
        try (Connection connection = target.connect();
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            clock.scheduleAtFixedRate(pace::release, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
            for (int i = 0; i < changes; i++) {
                pace.acquire();
                connection.exchange(Request.mergePatch(object, Bodies.stamp(ANNOTATION, System.nanoTime())));
            }
            clock.shutdownNow();
        }
    }

    /** Reads until all changes were heard of; how many there were. */
    private static int follow(Connection connection, Request watch, int changes, CountDownLatch open, Histogram nanos)
            throws IOException {
        try (connection) {
            try {
                connection.begin(watch);
            } finally {
                open.countDown(); // also when it fails: the run then ends, and does not wait
            }
            int heard = 0;
            int matched = 0;
            while (heard < changes) {
                int next = connection.nextByte();
                if (next < 0) {
                    return heard;
                }
                if (next == STAMP[matched]) {
                    matched++;
                } else {
                    matched = next == STAMP[0] ? 1 : 0;
                }
                if (matched == STAMP.length) {
                    matched = 0;
                    heard++;
                    nanos.recordValue(Math.max(0, System.nanoTime() - number(connection)));
                }
            }
            return heard;
        }
    }

    private static long number(Connection connection) throws IOException {
        long number = 0;
        for (int next = connection.nextByte(); next >= '0' && next <= '9'; next = connection.nextByte()) {
            number = number * 10 + next - '0';
        }
        return number;
    }
}

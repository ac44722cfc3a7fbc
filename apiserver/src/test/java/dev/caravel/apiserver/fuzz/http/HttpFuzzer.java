package dev.caravel.apiserver.fuzz.http;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.fuzz.Dice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Troubles a real server from several sides at once, and looks after it: answers to others, its log, and what it holds at the end. */
public final class HttpFuzzer implements AutoCloseable {
    private static final int WORKERS = 4;
    private static final long SLOW_NANOS = 10_000_000_000L;

    /** Each collects garbage, which takes its time. */
    private static final int LOOKS = 200;

    /** What only a fault of ours leaves in the log. */
    private static final Pattern FAULT =
            Pattern.compile("ERROR \\[|^\\s+at dev\\.caravel|Exception in thread|OutOfMemoryError|StackOverflowError");

    private final ApiServerProcess server;
    private final Front front;
    private final Map<String, AtomicLong> inputs = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> nanos = new ConcurrentHashMap<>();
    private final Map<String, String> findings = new ConcurrentHashMap<>();
    private final AtomicLong slowest = new AtomicLong();
    private final Vitals before;
    private Vitals after;
    private int logLines;

    private HttpFuzzer(ApiServerProcess server, Front front, Vitals before) {
        this.server = server;
        this.front = front;
        this.before = before;
    }

    /** With a server and a store of its own. */
    public static HttpFuzzer start(String... flags) throws Exception {
        ApiServerProcess server = ApiServerProcess.start(_ -> List.of(flags));
        Front front = new Front(server);
        HttpFuzzer fuzzer = new HttpFuzzer(server, front, null);
        fuzzer.attemptAll(0, 3); // what is loaded, made and pooled at first use is no leak
        return new HttpFuzzer(server, front, Vitals.of(server, front));
    }

    private static List<Probe> probes() {
        List<Probe> probes = new ArrayList<>(Connections.all());
        probes.add(new Probe("writes", new WriteProbe()));
        probes.add(new Probe("requests", new RequestProbe()));
        return probes;
    }

    /** Every probe so many times, one after the other. */
    public void attemptAll(long seed, int times) throws InterruptedException {
        long next = seed;
        for (int i = 0; i < times; i++) {
            for (Probe probe : probes()) {
                attempt(probe, next++);
            }
        }
    }

    /** All probes until the time is over, from several sides. */
    public void run(long untilNanos, long firstSeed) throws InterruptedException {
        AtomicLong seeds = new AtomicLong(firstSeed);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() < untilNanos) {
                    for (Probe probe : probes()) {
                        attempt(probe, seeds.incrementAndGet());
                    }
                }
            }));
        }
        threads.add(Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                canary();
            }
        }));
        for (Thread thread : threads.subList(0, WORKERS)) {
            thread.join();
        }
        over.set(true);
        threads.getLast().join();
    }

    private void attempt(Probe probe, long seed) {
        long begin = System.nanoTime();
        try {
            probe.attempt().on(front, new Dice(seed)).ifPresent(what -> found(probe.name(), seed, what));
        } catch (Exception e) {
            found(probe.name(), seed, "breaks the connection: " + e);
        }
        inputs.computeIfAbsent(probe.name(), _ -> new AtomicLong()).incrementAndGet();
        nanos.computeIfAbsent(probe.name(), _ -> new AtomicLong()).addAndGet(System.nanoTime() - begin);
    }

    /** One of the others, whom all that must not concern. */
    private void canary() {
        long begin = System.nanoTime();
        try {
            Reply reply = Ask.get("/api/v1/namespaces/default").send(front);
            if (reply.code() != 200) {
                found("others", 0, "are answered " + reply.code() + " " + reply.text());
            }
            Thread.sleep(200);
        } catch (IOException | InterruptedException e) {
            found("others", 0, "have no answer: " + e);
        }
        long took = System.nanoTime() - begin;
        slowest.accumulateAndGet(took, Math::max);
        if (took > SLOW_NANOS) {
            found("others", 0, "wait for their answer too long");
        }
    }

    private void found(String probe, long seed, String what) {
        String kind = probe + " "
                + what.replaceAll("f-[a-z0-9]+|[0-9]+|\"[^\"]*\"", "").replaceAll("[^a-zA-Z ]", "");
        String key = kind.substring(0, Math.min(kind.length(), 60));
        if (findings.putIfAbsent(key, what) == null) {
            System.out.printf(
                    "FINDING http %s, seed %d%n  %s%n%n",
                    probe, seed, what.length() > 4000 ? what.substring(0, 4000) + "…" : what);
        }
    }

    /** Looks at what is left when everybody has gone, once the server has had the time to notice. */
    public void settle() throws Exception {
        after = Vitals.of(server, front);
        for (int looks = 0; looks < LOOKS && grown(); looks++) {
            after = Vitals.of(server, front);
        }
        if (grown()) {
            found("leak", 0, "before: " + before + "; after: " + after);
        }
        readLog();
    }

    private boolean grown() {
        return after.descriptors() > before.descriptors() + 5
                || after.serving() > before.serving()
                || after.seats() > before.seats()
                || after.threads() > before.threads() + 20;
    }

    private void readLog() throws IOException {
        List<String> lines = server.log().lines().toList();
        for (int i = logLines; i < lines.size(); i++) {
            if (FAULT.matcher(lines.get(i)).find()) {
                found("log", 0, String.join("\n  ", lines.subList(Math.max(0, i - 2), Math.min(lines.size(), i + 14))));
                i += 14;
            }
        }
        logLines = lines.size();
    }

    public Optional<String> firstFinding() {
        return findings.values().stream().findFirst();
    }

    public int findings() {
        return findings.size();
    }

    public void report() {
        System.out.printf("%n%-18s %12s %10s%n", "probe", "inputs", "ms each");
        inputs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> System.out.printf(
                        "%-18s %12d %10d%n",
                        entry.getKey(),
                        entry.getValue().get(),
                        nanos.get(entry.getKey()).get() / entry.getValue().get() / 1_000_000));
        System.out.printf(
                "%nbefore: %s%nafter:  %s%nothers' slowest answer: %d ms%n", before, after, slowest.get() / 1_000_000);
    }

    @Override
    public void close() {
        server.close();
    }
}

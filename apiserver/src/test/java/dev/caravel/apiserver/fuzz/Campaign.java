package dev.caravel.apiserver.fuzz;

import dev.caravel.apiserver.cel.CelType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Gives inputs to targets, watches the time that they take, and makes those that break something small. One thread. */
final class Campaign {
    /** What an input broke. */
    record Finding(String target, long seed, byte[] input, String what) {
        /** Findings with the same come from the same fault. */
        String signature() {
            return target + " "
                    + what.lines()
                            .limit(6)
                            .map(line -> line.replaceAll("[0-9]+", "#"))
                            .collect(Collectors.joining("|"));
        }
    }

    private static final String SLOW = "takes ";
    private static final int SHRINKING_TRIES = 2_000;
    private static final int FRAMES = 14;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long slowMillis;
    private final long hangSeconds;
    private final Map<String, Long> slowest = new ConcurrentHashMap<>();

    /**
     * @param slowMillis CPU time from which on an input is a finding
     * @param hangSeconds wall time after which it is given up
     */
    Campaign(long slowMillis, long hangSeconds) {
        this.slowMillis = slowMillis;
        this.hangSeconds = hangSeconds;
    }

    /** CPU milliseconds of the slowest input of each target. */
    Map<String, Long> slowest() {
        return slowest;
    }

    /**
     * Nothing for an input that no request can have. A slow input is given a second chance: the first one may have been what its
     * code was compiled for.
     */
    Optional<Finding> attempt(Target target, long seed) {
        byte[] input = target.input(new Dice(seed));
        if (input.length > CelType.MAX_REQUEST_SIZE) {
            return Optional.empty();
        }
        Optional<String> wrong = run(target, input);
        if (wrong.filter(what -> what.startsWith(SLOW)).isPresent()) {
            wrong = run(target, input);
        }
        return wrong.map(what -> {
            byte[] small = shrink(target, input, what);
            return new Finding(target.name(), seed, small, run(target, small).orElse(what));
        });
    }

    /** What is wrong, if anything: the exception with the first lines of its trace. */
    Optional<String> run(Target target, byte[] input) {
        CompletableFuture<Optional<String>> result = new CompletableFuture<>();
        Thread worker = Thread.ofPlatform()
                .name("fuzz-" + target.name())
                .daemon()
                .unstarted(() -> {
                    long before = THREADS.getCurrentThreadCpuTime();
                    Optional<String> broken = broken(target, input);
                    long millis = (THREADS.getCurrentThreadCpuTime() - before) / 1_000_000;
                    slowest.merge(target.name(), millis, Math::max);
                    result.complete(broken.or(
                            () -> millis > slowMillis ? Optional.of(SLOW + millis + " ms of CPU") : Optional.empty()));
                });
        worker.start();
        try {
            return result.get(hangSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            String where = Arrays.stream(worker.getStackTrace())
                    .limit(FRAMES)
                    .map(Object::toString)
                    .collect(Collectors.joining("\n  "));
            return Optional.of("hangs\n  " + where);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> broken(Target target, byte[] input) {
        try {
            target.run(input);
            return Optional.empty();
        } catch (Throwable e) { // the very thing that is looked for, errors too
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            return Optional.of(text.toString().lines().limit(FRAMES).collect(Collectors.joining("\n")));
        }
    }

    /** Leaves pieces out as long as the same is wrong. */
    private byte[] shrink(Target target, byte[] input, String what) {
        if (what.startsWith("hangs")) {
            return input;
        }
        String kind = kind(what);
        byte[] small = input;
        int tries = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (int piece = Math.max(1, small.length / 2); piece > 0; piece /= 2) {
            for (int at = 0; at < small.length && tries++ < SHRINKING_TRIES && System.nanoTime() < end; ) {
                byte[] candidate = without(small, at, Math.min(small.length, at + piece));
                if (run(target, candidate).filter(it -> kind(it).equals(kind)).isPresent()) {
                    small = candidate;
                } else {
                    at += piece;
                }
            }
        }
        return small;
    }

    private static String kind(String what) {
        return what.lines()
                        .skip(what.startsWith(SLOW) ? 0 : 1)
                        .limit(4)
                        .map(line -> line.replaceAll("[0-9]+", ""))
                        .collect(Collectors.joining())
                + what.lines().findFirst().orElse("").replaceAll("[:0-9].*", "");
    }

    private static byte[] without(byte[] bytes, int from, int to) {
        byte[] left = new byte[bytes.length - (to - from)];
        System.arraycopy(bytes, 0, left, 0, from);
        System.arraycopy(bytes, to, left, from, bytes.length - to);
        return left;
    }
}

package dev.caravel.apiserver.fuzz;

import dev.caravel.apiserver.fuzz.http.HttpFuzzer;
import java.time.Duration;
import java.util.List;

/** The long run: {@code bench/fuzz} starts it. Exit code 1 at a finding. */
public final class FuzzMain {
    /** Inputs are made by recursion, too. */
    private static final long STACK_BYTES = 256L << 20;

    private FuzzMain() {}

    public static void main(String... args) {
        double minutes = 1;
        long seed = System.nanoTime();
        String only = "";
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--minutes" -> minutes = Double.parseDouble(args[i + 1]);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                case "--only" -> only = args[i + 1];
                default -> throw new IllegalArgumentException("what is " + args[i] + "?");
            }
        }
        try {
            System.exit(run(only, seed, Duration.ofMillis((long) (minutes * 60_000))) == 0 ? 0 : 1);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(2);
        }
    }

    /** @param only {@code code}, {@code http}, or a part of the name of a target in the code; empty for all */
    private static int run(String only, long seed, Duration time) throws Exception {
        List<Target> targets = Targets.all().stream()
                .filter(it -> only.equals("code") || it.name().contains(only))
                .toList();
        CodeFuzzer code = new CodeFuzzer(targets);
        HttpFuzzer front = only.isEmpty() || only.equals("http") ? HttpFuzzer.start() : null;
        long end = System.nanoTime() + time.toNanos();
        Thread maker = new Thread(null, () -> code.run(end, seed), "fuzz", STACK_BYTES);
        maker.start();
        int findings = 0;
        if (front != null) {
            try (front) {
                front.run(end, seed);
                front.settle();
                front.report();
                findings = front.findings();
            }
        }
        maker.join();
        code.report();
        return findings + code.findings();
    }
}

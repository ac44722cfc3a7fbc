package dev.caravel.apiserver.fuzz;

import dev.caravel.apiserver.fuzz.http.HttpFuzzer;
import java.time.Duration;
import java.util.List;

/** The long run: {@code bench/fuzz} starts it. Exit code 1 at a finding. */
public final class FuzzMain {
    private FuzzMain() {}

    public static void main(String... args) throws Exception {
        double minutes = 1;
        long seed = System.nanoTime();
        String only = "";
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--minutes" -> minutes = Double.parseDouble(args[i + 1]);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                case "--target" -> only = args[i + 1];
                default -> throw new IllegalArgumentException("what is " + args[i] + "?");
            }
        }
        String wanted = only;
        long end =
                System.nanoTime() + Duration.ofMillis((long) (minutes * 60_000)).toNanos();
        List<Target> targets = Targets.all().stream()
                .filter(it -> wanted.equals("code") || it.name().contains(wanted))
                .toList();
        CodeFuzzer code = new CodeFuzzer(targets);
        HttpFuzzer front = wanted.isEmpty() || wanted.equals("http") ? HttpFuzzer.start() : null;
        long first = seed;
        // Inputs are made by recursion, too.
        Thread maker = new Thread(null, () -> code.run(end, first), "fuzz", 256L << 20);
        maker.start();
        int findings = 0;
        if (front != null) {
            front.run(end, seed);
            front.settle();
            findings = front.findings();
            front.report();
            front.close();
        }
        maker.join();
        code.report();
        System.exit(findings + code.findings() > 0 ? 1 : 0);
    }
}

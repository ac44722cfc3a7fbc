package dev.caravel.apiserver.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.fuzz.Campaign.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fuzzes all targets in turn for a time, and tells of each fault once. */
final class CodeFuzzer {
    private static final int SLOW_MILLIS = 1_000;
    private static final int HANG_SECONDS = 20;
    private static final int SHOWN = 2_000;

    private final List<Target> targets;
    private final Campaign campaign = new Campaign(SLOW_MILLIS, HANG_SECONDS);
    private final Map<String, Long> inputs = new TreeMap<>();
    private final Map<String, Long> nanos = new TreeMap<>();
    private final Map<String, Finding> findings = new LinkedHashMap<>();

    CodeFuzzer(List<Target> targets) {
        this.targets = targets;
    }

    void run(long untilNanos, long firstSeed) {
        long seed = firstSeed;
        while (System.nanoTime() < untilNanos && !targets.isEmpty()) {
            for (Target target : targets) {
                long begin = System.nanoTime();
                for (int i = 0; i < 50 && System.nanoTime() - begin < 500_000_000L; i++) {
                    attempt(target, seed++);
                }
                nanos.merge(target.name(), System.nanoTime() - begin, Long::sum);
            }
        }
    }

    private void attempt(Target target, long seed) {
        inputs.merge(target.name(), 1L, Long::sum);
        Optional<Finding> finding = campaign.attempt(target, seed);
        finding.filter(it -> findings.putIfAbsent(it.signature(), it) == null).ifPresent(CodeFuzzer::tell);
    }

    int findings() {
        return findings.size();
    }

    private static void tell(Finding finding) {
        String input = new String(finding.input(), UTF_8);
        System.out.printf(
                "FINDING %s, seed %d, %d bytes%n  input: %s%n  %s%n%n",
                finding.target(),
                finding.seed(),
                finding.input().length,
                input.length() > SHOWN ? input.substring(0, SHOWN) + "…" : input,
                finding.what());
    }

    void report() {
        System.out.printf("%n%-18s %12s %10s %16s%n", "target", "inputs", "inputs/s", "slowest, ms CPU");
        inputs.forEach((target, count) -> System.out.printf(
                "%-18s %12d %10.0f %16d%n",
                target,
                count,
                count / (nanos.get(target) / 1e9),
                campaign.slowest().getOrDefault(target, 0L)));
    }
}

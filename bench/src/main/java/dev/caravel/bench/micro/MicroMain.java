package dev.caravel.bench.micro;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@code micro [PATTERN]...}: runs the micro-benchmarks whose names match, or all, and prints a table of them. */
public final class MicroMain {
    private static final int WARM_UPS = 5;
    private static final int ITERATIONS = 5;

    private MicroMain() {}

    public static void main(String[] patterns) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        for (String pattern : patterns.length == 0 ? new String[] {"dev.caravel.bench.micro"} : patterns) {
            options.include(pattern);
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        System.out.println();
        System.out.print(MicroTable.of(results).markdown());
    }
}

package dev.caravel.deploy.conformance;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.supervisor.LastWords;
import dev.caravel.deploy.system.DirectoryTrees;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/** Runs the suite once and reads what it found. Its output goes to {@code e2e.log}, its own files to {@code results}. */
public final class SuiteRun {
    private final SuiteProgram program;
    private final Cluster cluster;
    private final Path directory;
    private final Clock clock;

    /**
     * @param kubectl the program that the tests of kubectl run
     * @param server version of the API server
     */
    public record Cluster(Path kubeconfig, String kubectl, String server) {}

    /** @param directory for the log and the suite's files; made if need be */
    public SuiteRun(SuiteProgram program, Cluster cluster, Path directory, Clock clock) {
        this.program = requireNonNull(program, "program is null");
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @param lines is told of each test that ends */
    public Report run(String version, Selection selection, List<String> more, Consumer<String> lines)
            throws IOException, InterruptedException {
        Path results = directory.resolve("results").toAbsolutePath();
        DirectoryTrees.delete(results);
        Files.createDirectories(results);
        Instant started = clock.instant();
        try (ProgressListener progress = ProgressListener.start(lines)) {
            SuiteTarget target = new SuiteTarget(cluster.kubeconfig(), cluster.kubectl(), results, progress.address());
            int exitCode = execute(program.command(selection, target, more));
            if (!Files.exists(target.junit())) {
                throw new Problem("the suite ended with exit code " + exitCode + " and left no results: "
                        + LastWords.of(log()) + " (see " + log() + ")");
            }
            Duration taken = Duration.between(started, clock.instant());
            return new Report(
                    version,
                    cluster.server(),
                    started.truncatedTo(ChronoUnit.SECONDS).toString(),
                    taken.toMillis() / 1000.0,
                    selection,
                    JUnitReport.read(target.junit()));
        }
    }

    /** The suite does not outlive this program. */
    private int execute(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        process.getOutputStream().close();
        Thread end = new Thread(process::destroy, "end-of-suite");
        Runtime.getRuntime().addShutdownHook(end);
        int exitCode = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        return exitCode;
    }

    private Path log() {
        return directory.resolve("e2e.log");
    }
}

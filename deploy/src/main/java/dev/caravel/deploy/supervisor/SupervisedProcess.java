package dev.caravel.deploy.supervisor;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.state.StateDir;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps one process running: adopts it if it already does, otherwise starts it once what it needs is ready, and starts
 * it again when it dies. Its loop runs on a thread of its own until {@link #stop}.
 */
final class SupervisedProcess {
    /** Between two questions whether a process is ready: it can only be asked. */
    private static final Duration QUESTION = Duration.ofMillis(100);

    private final ProcessSpec spec;
    private final StateDir state;
    private final ReadinessProbe probe;
    private final StateBoard board;
    private final ObjectMapper json;
    private final RestartBackoff backoff = new RestartBackoff();
    private final Thread loop;
    private volatile boolean stopping;
    private volatile ProcessHandle process;
    /** The running process, when it is a child of this supervisor and will tell its exit code. */
    private volatile Process child;

    private long logAtStart;
    private int restarts;
    private String lastEnd = "";

    SupervisedProcess(ProcessSpec spec, StateDir state, ReadinessProbe probe, StateBoard board, ObjectMapper json) {
        this.spec = requireNonNull(spec, "spec is null");
        this.state = requireNonNull(state, "state is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.board = requireNonNull(board, "board is null");
        this.json = requireNonNull(json, "json is null");
        this.loop = Thread.ofVirtual().name(spec.name()).unstarted(this::keepRunning);
    }

    ProcessSpec spec() {
        return spec;
    }

    void start() {
        post(ProcessState.Phase.WAITING, "");
        loop.start();
    }

    /** Blocks until the process has ended. */
    void stop() throws InterruptedException {
        stopping = true;
        loop.interrupt();
        loop.join();
        ProcessHandle running = process;
        if (running != null) {
            end(running, Duration.ofSeconds(spec.stopSeconds()));
        }
        process = null;
        try {
            Files.deleteIfExists(recordFile());
        } catch (IOException e) {
            System.err.println(spec.name() + ": cannot delete " + recordFile() + ": " + e.getMessage());
        }
        post(ProcessState.Phase.STOPPED, "");
    }

    private void keepRunning() {
        try {
            process = adopt().orElse(null);
            while (!stopping) {
                if (process == null) {
                    post(ProcessState.Phase.WAITING, "for " + String.join(", ", spec.after()));
                    board.awaitReady(spec.after());
                    process = launch();
                }
                Instant started = Instant.now();
                awaitReadyOrDead(process);
                process.onExit().get();
                recover(ending(Duration.between(started, Instant.now())));
            }
        } catch (InterruptedException e) {
            // Asked to stop: stop() ends the process.
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for " + spec.name(), e);
        }
    }

    private Ending ending(Duration life) throws InterruptedException {
        OptionalInt exitCode = child == null ? OptionalInt.empty() : OptionalInt.of(child.waitFor());
        return new Ending(life, exitCode, LastWords.since(state.log(spec.name()), logAtStart));
    }

    private void recover(Ending ending) throws InterruptedException {
        process = null;
        child = null;
        backOff(ending.words(), ending.life());
    }

    private void backOff(String what, Duration life) throws InterruptedException {
        restarts++;
        lastEnd = what;
        Duration delay = backoff.afterLifeOf(life);
        log(what + "; starting it again in " + delay.toMillis() + " ms");
        post(ProcessState.Phase.BACKING_OFF, what);
        Thread.sleep(delay);
    }

    /** A process of an earlier supervisor is kept if it is what is wanted now, and ended if it is not. */
    private Optional<ProcessHandle> adopt() throws InterruptedException {
        Optional<ProcessRecord> record = ProcessRecord.read(recordFile(), json);
        Optional<ProcessHandle> alive = record.flatMap(ProcessRecord::alive);
        if (alive.isPresent() && !record.get().spec().equals(spec)) {
            log("is outdated; starting it anew");
            end(alive.get(), Duration.ofSeconds(spec.stopSeconds()));
            return Optional.empty();
        }
        alive.ifPresent(handle -> log("adopted as process " + handle.pid()));
        return alive;
    }

    private ProcessHandle launch() throws InterruptedException {
        while (true) {
            try {
                File file = state.log(spec.name()).toFile();
                ProcessBuilder builder = new ProcessBuilder(spec.command())
                        .directory(new File("/"))
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(file));
                builder.environment().putAll(spec.environment());
                logAtStart = LastWords.lengthOf(file.toPath());
                child = builder.start();
                ProcessHandle started = child.toHandle();
                ProcessRecord.of(started, spec).write(recordFile(), json);
                log("started as process " + started.pid());
                return started;
            } catch (IOException e) {
                backOff("cannot be started: " + e.getMessage(), Duration.ZERO);
            }
        }
    }

    private void awaitReadyOrDead(ProcessHandle running) throws InterruptedException {
        Optional<String> reason = probe.ask(spec.readiness());
        while (reason.isPresent() && running.isAlive()) {
            post(ProcessState.Phase.STARTING, reason.get());
            Thread.sleep(QUESTION);
            reason = probe.ask(spec.readiness());
        }
        if (running.isAlive()) {
            post(ProcessState.Phase.READY, "");
        }
    }

    private static void end(ProcessHandle running, Duration patience) throws InterruptedException {
        CompletableFuture<ProcessHandle> exit = running.onExit();
        running.destroy();
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.destroyForcibly();
            exit.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + running.pid(), e);
        }
    }

    private Path recordFile() {
        return state.run().resolve(spec.name() + ".json");
    }

    private void post(ProcessState.Phase phase, String note) {
        ProcessHandle running = process;
        board.post(new ProcessState(
                spec.name(), spec.program(), phase, running == null ? 0 : running.pid(), restarts, note, lastEnd));
    }

    private void log(String what) {
        System.out.println(Instant.now() + " " + spec.name() + " " + what);
    }
}

package dev.caravel.bench.histories;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Programs that are started, killed and started again. Thread-safe. */
final class Processes implements AutoCloseable {
    private final Path logs;
    private final Map<String, Process> running = new ConcurrentHashMap<>();

    Processes(Path logs) {
        this.logs = logs;
    }

    void start(String name, List<String> command) throws IOException {
        File log = logs.resolve(name + ".log").toFile();
        running.put(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start());
    }

    boolean alive(String name) {
        return running.containsKey(name) && running.get(name).isAlive();
    }

    /** SIGKILL. Returns when the process has gone. */
    void kill(String name) throws InterruptedException {
        Process process = running.get(name);
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM. Returns when the process has gone. */
    void stop(String name) throws InterruptedException {
        Process process = running.get(name);
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        for (String name : running.keySet()) {
            kill(name);
        }
    }
}

package dev.caravel.deploy.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is on disk of a running process, for a supervisor that comes after: enough to know the process again, though its
 * number may have been given to another meanwhile.
 *
 * @param startedAt in milliseconds since the epoch, as the kernel tells it
 * @param spec what it was started from
 */
record ProcessRecord(long pid, long startedAt, ProcessSpec spec) {
    static ProcessRecord of(ProcessHandle process, ProcessSpec spec) {
        return new ProcessRecord(process.pid(), startOf(process), spec);
    }

    static Optional<ProcessRecord> read(Path file, ObjectMapper json) {
        try {
            return Files.exists(file)
                    ? Optional.of(json.readValue(file.toFile(), ProcessRecord.class))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(Path file, ObjectMapper json) throws IOException {
        TextFiles.write(file, json.writeValueAsString(this));
    }

    /** The process, if it is still the one that was recorded. */
    Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> startOf(process) == startedAt);
    }

    private static long startOf(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }
}

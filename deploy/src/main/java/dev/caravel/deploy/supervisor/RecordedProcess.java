package dev.caravel.deploy.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Optional;

/** A process that a supervisor recorded, and that is still the one recorded. */
public final class RecordedProcess {
    private RecordedProcess() {}

    public static Optional<ProcessHandle> find(Path record, ObjectMapper json) {
        return ProcessRecord.read(record, json).flatMap(ProcessRecord::alive);
    }
}

package dev.caravel.deploy.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of a cluster, as the supervisor finds them on disk. */
public record ProcessList(List<ProcessSpec> processes) {
    public ProcessList {
        processes = List.copyOf(processes);
    }

    static ProcessList read(Path file, ObjectMapper json) throws IOException {
        return Files.exists(file) ? json.readValue(file.toFile(), ProcessList.class) : new ProcessList(List.of());
    }

    /** Answers whether the list changed. */
    public boolean write(Path file, ObjectMapper json) throws IOException {
        return TextFiles.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }
}

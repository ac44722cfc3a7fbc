package dev.caravel.deploy.supervisor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * A process that should run.
 *
 * @param program what its program is: native, JVM, given; empty for one of the machine's own
 * @param revision changes when what the command runs has changed (a rebuilt jar), so that it is started anew
 * @param after names of the processes that must be ready before this one starts
 * @param stopSeconds how long it may take after SIGTERM until SIGKILL
 */
public record ProcessSpec(
        String name,
        String program,
        List<String> command,
        Map<String, String> environment,
        String revision,
        Readiness readiness,
        List<String> after,
        int stopSeconds) {
    public ProcessSpec {
        requireNonNull(name, "name is null");
        requireNonNull(program, "program is null");
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        requireNonNull(revision, "revision is null");
        requireNonNull(readiness, "readiness is null");
        after = List.copyOf(after);
    }
}

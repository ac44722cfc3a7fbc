package dev.caravel.deploy.cluster;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The program that a role runs.
 *
 * @param launcher how to start it, without the role's flags
 * @param stopSeconds how long it may take to end
 */
public record RoleProgram(ProgramKind kind, List<String> launcher, int stopSeconds) {
    private static final int STOP_SECONDS = 15;

    public RoleProgram {
        requireNonNull(kind, "kind is null");
        launcher = List.copyOf(launcher);
    }

    RoleProgram(ProgramKind kind, List<String> launcher) {
        this(kind, launcher, STOP_SECONDS);
    }
}

package dev.caravel.deploy.cluster;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The program that a role runs.
 *
 * @param launcher how to start it, without the role's flags
 */
public record RoleProgram(ProgramKind kind, List<String> launcher) {
    public RoleProgram {
        requireNonNull(kind, "kind is null");
        launcher = List.copyOf(launcher);
    }
}

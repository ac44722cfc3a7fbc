package dev.caravel.deploy.cluster;

import static java.util.Objects.requireNonNull;

/**
 * Which of the build's programs the roles run.
 *
 * @param training whether they are to leave an AOT cache behind when they end; only on the JVM
 */
public record Programs(ProgramKind kind, boolean training) {
    public Programs {
        requireNonNull(kind, "kind is null");
    }

    public static Programs of(ProgramKind kind) {
        return new Programs(kind, false);
    }

    /** The JVM in a training run, in which it sees what the roles load. */
    public static Programs inTraining() {
        return new Programs(ProgramKind.JVM, true);
    }
}

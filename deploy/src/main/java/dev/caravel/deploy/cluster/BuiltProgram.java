package dev.caravel.deploy.cluster;

import java.nio.file.Path;

/** A role's program as the build has left it. */
sealed interface BuiltProgram permits BuiltJars, BuiltExecutable {
    /** A file, or a directory with all that the program needs. */
    Path source();

    /** Short, and another one whenever the program is another one. */
    String version();
}

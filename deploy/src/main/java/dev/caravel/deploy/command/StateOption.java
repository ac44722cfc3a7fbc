package dev.caravel.deploy.command;

import dev.caravel.deploy.state.StateDir;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster of the machine is meant. */
public final class StateOption {
    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = "${env:CARAVEL_STATE_DIR:-/var/lib/caravel}",
            description = "Where the cluster keeps everything it has (${DEFAULT-VALUE}).")
    Path directory;

    public StateDir stateDir() {
        return new StateDir(directory);
    }
}

package dev.caravel.deploy.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.AotTraining;
import dev.caravel.deploy.cluster.Programs;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.command.UpCommand.WantedShape;
import dev.caravel.deploy.console.Progress;
import dev.caravel.deploy.console.Progress.Outcome;
import dev.caravel.deploy.system.Commands;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code caravel train}, of which './caravel build --aot' makes use: runs a cluster of one node for as long as it takes to
 * start, so that the JVM sees what the roles load, and keeps the AOT caches that they leave behind.
 */
@Command(name = "train", hidden = true, description = "Make AOT caches of the roles' jars.")
public final class TrainCommand implements Callable<Integer> {
    @Mixin
    StateOption state;

    @Override
    public Integer call() throws Exception {
        Progress progress = Progress.ofTerminal();
        Installation installation = Installation.fromEnvironment();
        ClusterStop stop = new ClusterStop(state.stateDir(), new Commands(), new ObjectMapper());
        try {
            new ClusterStart(state.stateDir(), installation, Programs.inTraining(), progress)
                    .start(new WantedShape(1, false, false, false));
            progress.step("AOT caches", () -> {
                stop.down();
                return Outcome.done(told(AotTraining.keepCaches(installation.repository())));
            });
        } finally {
            stop.reset();
        }
        return 0;
    }

    private static String told(List<Role> without) {
        return without.isEmpty()
                ? "of all roles"
                : "none of " + without.stream().map(Role::program).collect(Collectors.joining(", "));
    }
}

package dev.caravel.deploy.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.preflight.Preflight;
import dev.caravel.deploy.system.Commands;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravel down}. */
@Command(name = "down", description = "Stop the cluster and keep what it has; 'up' goes on from there.")
public final class DownCommand implements Callable<Integer> {
    @Mixin
    StateOption state;

    @Override
    public Integer call() throws Exception {
        Preflight.root();
        boolean ended = new ClusterStop(state.stateDir(), new Commands(), new ObjectMapper()).down();
        System.out.println(
                ended ? "down; the state is kept in " + state.stateDir().root() : "nothing was running");
        return 0;
    }
}

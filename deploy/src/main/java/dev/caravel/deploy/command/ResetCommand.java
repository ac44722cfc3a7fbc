package dev.caravel.deploy.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.preflight.Preflight;
import dev.caravel.deploy.system.Commands;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravel reset}. */
@Command(name = "reset", description = "Stop the cluster and remove everything that 'up' made.")
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    StateOption state;

    @Override
    public Integer call() throws Exception {
        Preflight.root();
        new ClusterStop(state.stateDir(), new Commands(), new ObjectMapper()).reset();
        System.out.println("removed");
        return 0;
    }
}

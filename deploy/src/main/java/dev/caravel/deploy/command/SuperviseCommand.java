package dev.caravel.deploy.command;

import dev.caravel.deploy.supervisor.SupervisorProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravel supervise}: started by 'up', in the background. */
@Command(name = "supervise", hidden = true)
public final class SuperviseCommand implements Callable<Integer> {
    @Mixin
    StateOption state;

    @Override
    public Integer call() throws Exception {
        SupervisorProcess.run(state.stateDir());
        return 0;
    }
}

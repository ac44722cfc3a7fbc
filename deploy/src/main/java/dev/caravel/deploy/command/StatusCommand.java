package dev.caravel.deploy.command;

import dev.caravel.deploy.supervisor.ProcessState;
import dev.caravel.deploy.supervisor.SupervisorClient;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravel status}: exit code 0 when everything is ready, 1 when something is not, 3 when nothing runs. */
@Command(name = "status", description = "Show what runs.")
public final class StatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;

    @Mixin
    StateOption state;

    @Override
    public Integer call() {
        Optional<List<ProcessState>> states = new SupervisorClient(state.stateDir()).states();
        if (states.isEmpty()) {
            System.out.println("nothing runs; './caravel up' starts a cluster");
            return NOT_RUNNING;
        }
        System.out.printf("%-34s %-12s %8s %9s  %-8s %s%n", "PROCESS", "STATE", "PID", "RESTARTS", "PROGRAM", "NOTE");
        for (ProcessState process : states.get()) {
            String line = String.format(
                    "%-34s %-12s %8d %9d  %-8s %s",
                    process.name(),
                    process.phase().toString().toLowerCase(Locale.ROOT).replace('_', ' '),
                    process.pid(),
                    process.restarts(),
                    process.program().isEmpty() ? "-" : process.program(),
                    process.note());
            System.out.println(line.stripTrailing());
        }
        return states.get().stream().allMatch(ProcessState::ready) ? 0 : 1;
    }
}

package dev.caravel.deploy;

import dev.caravel.deploy.command.ConformanceCommand;
import dev.caravel.deploy.command.DownCommand;
import dev.caravel.deploy.command.ImagesCommand;
import dev.caravel.deploy.command.KubeconfigCommand;
import dev.caravel.deploy.command.LogsCommand;
import dev.caravel.deploy.command.MoveStoreCommand;
import dev.caravel.deploy.command.NoticesCommand;
import dev.caravel.deploy.command.ResetCommand;
import dev.caravel.deploy.command.StaticPodsCommand;
import dev.caravel.deploy.command.StatusCommand;
import dev.caravel.deploy.command.SuperviseCommand;
import dev.caravel.deploy.command.TrainCommand;
import dev.caravel.deploy.command.UpCommand;
import dev.caravel.deploy.system.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind ./caravel. What goes wrong is told in one line, and the exit code is 1. */
@Command(
        name = "caravel",
        description = "Runs a Kubernetes cluster on this machine.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            ResetCommand.class,
            StatusCommand.class,
            KubeconfigCommand.class,
            LogsCommand.class,
            SuperviseCommand.class,
            TrainCommand.class,
            ImagesCommand.class,
            NoticesCommand.class,
            StaticPodsCommand.class,
            ConformanceCommand.class,
            MoveStoreCommand.class
        })
public final class CaravelMain {
    private CaravelMain() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new CaravelMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, _, _) -> explain(failure))
                .setParameterExceptionHandler((failure, _) -> explain(failure));
        System.exit(commandLine.execute(args));
    }

    private static int explain(Exception failure) {
        System.err.println("caravel: " + oneLine(failure));
        if (System.getenv("CARAVEL_DEBUG") != null) {
            failure.printStackTrace();
        }
        return 1;
    }

    private static String oneLine(Exception failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        boolean known = failure instanceof Problem || failure instanceof CommandLine.ParameterException;
        return (known ? message : failure.getClass().getSimpleName() + ": " + message)
                .lines()
                .findFirst()
                .orElse(message);
    }
}

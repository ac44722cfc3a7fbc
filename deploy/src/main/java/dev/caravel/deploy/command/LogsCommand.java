package dev.caravel.deploy.command;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravel logs ROLE [-f]}. */
@Command(name = "logs", description = "Print what a role has logged.")
public final class LogsCommand implements Callable<Integer> {
    @Mixin
    StateOption state;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as more is logged.")
    boolean follow;

    @Parameters(paramLabel = "ROLE", description = "For example kubelet, or kubelet-node2.")
    String role;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path log = state.stateDir().log(role);
        if (!Files.exists(log)) {
            throw new Problem("no log of '" + role + "'; there are: " + known());
        }
        List<String> command = new ArrayList<>(List.of("tail", "-n", "+1"));
        if (follow) {
            command.add("-F");
        }
        command.add(log.toString());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private String known() throws IOException {
        Path logs = state.stateDir().logs();
        if (!Files.isDirectory(logs)) {
            return "none";
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log"))
                    .map(name -> name.substring(0, name.length() - ".log".length()))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
    }
}

package dev.caravel.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** A cluster in a network namespace and a state directory of its own, so that it meets no other on the machine. */
final class TestCluster implements AutoCloseable, CloseableResource {
    private static final Path HOME =
            Path.of(System.getProperty("caravel.home")).toAbsolutePath().normalize();

    private static final int PROGRAM_COLUMN = 4;

    private final String namespace;
    private final Path stateDir;

    TestCluster(String name) {
        this.namespace = "caravel-e2e-" + name;
        this.stateDir = Path.of("/var/tmp/" + namespace);
        if (Files.exists(stateDir)) {
            caravel("reset").orFail();
        }
        Shell.run(List.of("ip", "netns", "delete", namespace));
        Shell.run(List.of("ip", "netns", "add", namespace)).orFail();
        inNetwork("ip", "link", "set", "lo", "up").orFail();
    }

    Path stateDir() {
        return stateDir;
    }

    /** The name of its network namespace. */
    String network() {
        return namespace;
    }

    Shell.Result caravel(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("caravel").toString(), "--state-dir", stateDir.toString()));
        command.addAll(List.of(arguments));
        return inNetwork(command.toArray(String[]::new));
    }

    Shell.Result kubectl(String... arguments) {
        return Shell.run(kubectlCommand(arguments));
    }

    Shell.Result kubectlWithInput(String input, String... arguments) {
        return Shell.run(kubectlCommand(arguments), input);
    }

    /** For a kubectl that keeps running, as 'logs -f' does. */
    Process startKubectl(String... arguments) {
        try {
            return new ProcessBuilder(kubectlCommand(arguments))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shell.Result inNetwork(String... command) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace, "--"));
        line.addAll(List.of(command));
        return Shell.run(line);
    }

    /** The body that an HTTP GET gets, or nothing. */
    String get(String url) {
        return fetch(url).text();
    }

    /** What an HTTP GET gets, and what went wrong with it. */
    Shell.Result fetch(String url) {
        return inNetwork("busybox", "wget", "-q", "-O", "-", url);
    }

    /** Process numbers by name, of those that are ready. */
    Map<String, Long> readyProcesses() {
        Map<String, Long> processes = new LinkedHashMap<>();
        caravel("status").out().lines().map(line -> line.trim().split("\\s+")).forEach(columns -> {
            if (columns.length > 2 && columns[1].equals("ready")) {
                processes.put(columns[0], Long.parseLong(columns[2]));
            }
        });
        return processes;
    }

    /** What each process runs: native, JVM, or - for one that is not a role. */
    Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        caravel("status")
                .out()
                .lines()
                .skip(1)
                .map(line -> line.trim().split("\\s+"))
                .forEach(columns -> programs.put(columns[0], columns[PROGRAM_COLUMN]));
        return programs;
    }

    @Override
    public void close() {
        caravel("reset").orFail();
        Shell.run(List.of("ip", "netns", "delete", namespace)).orFail();
    }

    private List<String> kubectlCommand(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                "nsenter",
                "--net=/run/netns/" + namespace,
                "--",
                "kubectl",
                "--kubeconfig=" + stateDir.resolve("kubeconfigs/admin.kubeconfig")));
        line.addAll(List.of(arguments));
        return line;
    }
}

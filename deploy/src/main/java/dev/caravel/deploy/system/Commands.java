package dev.caravel.deploy.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the machine's own tools (ip, nft, mount, ctr) and waits for them. Stateless. */
public final class Commands {
    /** @param output standard output and standard error, as they came */
    public record Result(int exitCode, String output) {
        public boolean ok() {
            return exitCode == 0;
        }
    }

    /** Runs a command whose failure is an answer. */
    public Result attempt(List<String> command) {
        return run(new ProcessBuilder(command), command, null);
    }

    public Result attempt(String... command) {
        return attempt(List.of(command));
    }

    /** Runs a command that has to succeed; returns what it printed. */
    public String require(List<String> command) {
        return checked(attempt(command), command);
    }

    public String require(String... command) {
        return require(List.of(command));
    }

    /** Runs a command that has to succeed, with {@code input} at its standard input. */
    public String requireWithInput(String input, List<String> command) {
        return checked(run(new ProcessBuilder(command), command, input), command);
    }

    private static String checked(Result result, List<String> command) {
        if (!result.ok()) {
            throw new Problem("'" + String.join(" ", command) + "' failed with exit code " + result.exitCode() + ": "
                    + result.output().strip().replace('\n', ' '));
        }
        return result.output();
    }

    private static Result run(ProcessBuilder builder, List<String> command, String input) {
        try {
            Process process = builder.redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                if (input != null) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new Problem("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("interrupted while running " + command.getFirst(), e);
        }
    }
}

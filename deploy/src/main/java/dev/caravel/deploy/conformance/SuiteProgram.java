package dev.caravel.deploy.conformance;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Upstream's e2e.test, and upstream's ginkgo, which lets several copies of it share the tests.
 *
 * @param ginkgo absent where tests run one after the other
 */
public record SuiteProgram(Path e2eTest, Optional<Path> ginkgo) {
    private static final Pattern VERSION = Pattern.compile("v\\d+\\.\\d+\\.\\S+");
    private static final String SUFFIX = ".test";

    public SuiteProgram {
        requireNonNull(e2eTest, "e2eTest is null");
        requireNonNull(ginkgo, "ginkgo is null");
    }

    /** Finds what a run of so many tests at a time needs. Without {@code ginkgo}, the one beside e2e.test is taken. */
    public static SuiteProgram find(Path e2eTest, Optional<Path> ginkgo, int parallel) {
        Path binary = executable(e2eTest);
        if (parallel == 1) {
            return new SuiteProgram(binary, Optional.empty());
        }
        if (!binary.getFileName().toString().endsWith(SUFFIX)) {
            throw new Problem(
                    e2eTest + " has to be named *.test: ginkgo, which runs tests in parallel, takes no other");
        }
        Path beside = binary.resolveSibling("ginkgo");
        if (ginkgo.isEmpty() && !Files.isExecutable(beside)) {
            throw new Problem("tests run in parallel by upstream's ginkgo, and there is none beside " + e2eTest
                    + "; give --ginkgo PATH or leave out --parallel");
        }
        return new SuiteProgram(binary, Optional.of(executable(ginkgo.orElse(beside))));
    }

    /** The version of the tests, which only e2e.test knows to tell. */
    public String version(Commands commands) {
        String output = commands.require(e2eTest.toString(), "--version").strip();
        if (!VERSION.matcher(output).matches()) {
            throw new Problem(e2eTest + " is not upstream's e2e.test: asked for its version it says '"
                    + output.lines().findFirst().orElse("") + "'");
        }
        return output;
    }

    /**
     * The command line of a run.
     *
     * @param more arguments for e2e.test that stand last and so win
     */
    List<String> command(Selection selection, SuiteTarget target, List<String> more) {
        List<String> command = new ArrayList<>();
        String prefix = "--";
        if (ginkgo.isEmpty()) {
            command.add(e2eTest.toString());
            prefix = "--ginkgo.";
        } else {
            command.add(ginkgo.get().toString());
            command.add("--procs=" + selection.parallel());
        }
        command.add(prefix + "focus=" + selection.focus());
        if (!selection.skip().isEmpty()) {
            command.add(prefix + "skip=" + selection.skip());
        }
        command.add(prefix + "timeout=24h");
        command.add(prefix + "no-color");
        command.add(prefix + "silence-skips");
        if (ginkgo.isPresent()) {
            command.add(e2eTest.toString());
            command.add("--");
        }
        command.addAll(target.arguments());
        command.addAll(more);
        return command;
    }

    private static Path executable(Path file) {
        if (!Files.exists(file)) {
            throw new Problem("there is no " + file);
        }
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw new Problem(file + " is not a program");
        }
        return file.toAbsolutePath().normalize();
    }
}

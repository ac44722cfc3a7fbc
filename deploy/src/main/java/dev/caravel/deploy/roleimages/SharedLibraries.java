package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shared libraries that an executable needs, and those that they need, as the dynamic loader finds them. */
final class SharedLibraries {
    private static final Pattern FOUND = Pattern.compile("(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)");
    private static final Pattern MISSING = Pattern.compile("(\\S+) => not found");
    private static final String STATIC = "not a dynamic executable";

    private final Commands commands;

    SharedLibraries(Commands commands) {
        this.commands = requireNonNull(commands, "commands is null");
    }

    /** With the loader itself; none of a static executable. */
    List<Path> of(Path executable) {
        Commands.Result result = commands.attempt("ldd", executable.toString());
        if (!result.ok() && !result.output().contains(STATIC)) {
            throw new Problem("cannot tell which libraries " + executable + " needs: ldd says "
                    + result.output().strip());
        }
        Optional<String> missing = missing(result.output());
        if (missing.isPresent()) {
            throw new Problem(executable + " needs " + missing.get() + ", which is not on this machine; install it");
        }
        return found(result.output());
    }

    static List<Path> found(String output) {
        return output.lines()
                .map(String::strip)
                .map(FOUND::matcher)
                .filter(Matcher::matches)
                .map(line -> Path.of(line.group(1)))
                .sorted()
                .toList();
    }

    static Optional<String> missing(String output) {
        return output.lines()
                .map(String::strip)
                .map(MISSING::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .findFirst();
    }
}

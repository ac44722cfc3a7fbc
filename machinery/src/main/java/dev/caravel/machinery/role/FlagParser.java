package dev.caravel.machinery.role;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads upstream's command line into a picocli-annotated options object.
 *
 * <p>Flags follow pflag: {@code --name=value}, {@code --name value}, {@code --name} for a boolean (declare it with
 * {@code arity = "0..1", fallbackValue = "true"}). {@code --help}, {@code --version} and the klog flags that every
 * upstream binary takes are understood for all roles. Not thread-safe.
 */
public final class FlagParser<O> {
    /** What a command line asks for. */
    public sealed interface Outcome {}

    /** The options object is filled; {@code warnings} are for the log. */
    public record Parsed(List<String> warnings) implements Outcome {}

    public record Usage(String text) implements Outcome {}

    public record Version() implements Outcome {}

    /** {@code message} is upstream's wording, for example {@code unknown flag: --foo}. */
    public record Invalid(String message) implements Outcome {}

    private final CommandLine commandLine;
    private final Set<String> withoutEffect;

    public FlagParser(O options) {
        commandLine = new CommandLine(requireNonNull(options, "options is null"));
        withoutEffect = options instanceof FlagsWithoutEffect flags ? flags.flagsWithoutEffect() : Set.of();
        withoutEffect.forEach(flag -> commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder(flag)
                        .arity("0..1")
                        .type(String.class)
                        .hidden(true)
                        .build()));
        commandLine.setUnmatchedOptionsArePositionalParams(false);
        commandLine.setOverwrittenOptionsAllowed(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    }

    public String roleName() {
        return commandLine.getCommandName();
    }

    public Outcome parse(String... args) {
        CommandSpec spec = commandLine.getCommandSpec();
        List<String> warnings = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (String arg : args) {
            switch (arg) {
                case "--help", "-h" -> {
                    return new Usage(commandLine.getUsageMessage());
                }
                case "--version", "--version=true" -> {
                    return new Version();
                }
                default -> {
                    if (KlogFlags.accepts(arg)) {
                        KlogFlags.apply(arg);
                    } else {
                        known.add(arg);
                    }
                }
            }
        }
        try {
            commandLine.parseArgs(known.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            String first = e.getUnmatched().getFirst();
            return new Invalid(
                    first.startsWith("-")
                            ? "unknown flag: " + nameOf(first)
                            : "unknown command \"" + first + "\" for \"" + spec.name() + "\"");
        } catch (MissingParameterException e) {
            return new Invalid(
                    "flag needs an argument: " + e.getMissing().getFirst().paramLabel());
        } catch (ParameterException e) {
            return new Invalid(e.getMessage());
        }
        withoutEffect.stream()
                .filter(commandLine.getParseResult()::hasMatchedOption)
                .sorted()
                .forEach(flag -> warnings.add("flag " + flag + " has no effect yet"));
        return new Parsed(List.copyOf(warnings));
    }

    private static String nameOf(String arg) {
        int equals = arg.indexOf('=');
        return equals < 0 ? arg : arg.substring(0, equals);
    }
}

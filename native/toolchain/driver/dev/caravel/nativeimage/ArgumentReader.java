package dev.caravel.nativeimage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** Reads arguments into a request: those of the command line, and those that a jar on the class path has in it. */
final class ArgumentReader {
    private final ImageRequest request;
    private final ClassPathReader classPath;
    private final List<String> operands = new ArrayList<>();

    ArgumentReader(ImageRequest request) {
        this.request = request;
        this.classPath = new ClassPathReader(request);
    }

    void read(Collection<String> arguments, Origin origin) {
        Deque<String> remaining = new ArrayDeque<>(arguments);
        while (!remaining.isEmpty()) {
            readOne(remaining.poll(), remaining, origin);
        }
    }

    /** After all of the command line: {@code [MAIN-CLASS] [IMAGE-NAME]}, where a jar may have said the former. */
    void readOperands() {
        if (request.classPath().isEmpty() && request.modulePath().isEmpty()) {
            classPath.add(".");
        }
        Deque<String> remaining = new ArrayDeque<>(operands);
        if (request.mainClass().isEmpty() && !remaining.isEmpty()) {
            request.mainClass(remaining.poll());
        }
        if (!remaining.isEmpty()) {
            request.imageName(remaining.poll());
        }
        if (!remaining.isEmpty()) {
            throw new UsageException("unexpected arguments: " + String.join(" ", remaining));
        }
    }

    private void readOne(String argument, Deque<String> remaining, Origin origin) {
        if (!argument.startsWith("-")) {
            readOperand(argument, origin);
        } else if (argument.startsWith("-H:") || argument.startsWith("-R:")) {
            request.addBuilderOption(argument, origin);
        } else if (argument.startsWith("-J")) {
            request.addJvmOption(argument.substring(2));
        } else if (argument.startsWith("-D")) {
            request.addJvmOption(argument);
        } else {
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument : argument.substring(0, equals);
            String value = equals < 0 ? null : argument.substring(equals + 1);
            readOption(new Option(argument, key, value, remaining), origin);
        }
    }

    private void readOperand(String argument, Origin origin) {
        if (argument.startsWith("@")) {
            read(Words.of(contentOf(Path.of(argument.substring(1)))), origin);
        } else {
            operands.add(argument);
        }
    }

    private void readOption(Option option, Origin origin) {
        switch (option.key()) {
            case "-cp", "-classpath", "--class-path" ->
                pathsIn(option.required()).forEach(classPath::add);
            case "-p", "--module-path" ->
                pathsIn(option.required())
                        .forEach(entry -> request.addToModulePath(Path.of(entry).toAbsolutePath()));
            case "-jar" -> classPath.addProgram(option.required());
            case "-o" -> request.imageName(option.required());
            case "--exclude-config" -> request.exclude(ConfigurationExclusion.of(option.required(), option.next()));
            case "--verbose" -> request.verbose();
            case "--dry-run" -> request.dryRun();
            case "--add-modules" -> request.addJvmOption(option.key() + "=" + option.required());
            case "--add-exports" -> addForImageAndBuilder("AddExports", option, origin);
            case "--add-opens" -> addForImageAndBuilder("AddOpens", option, origin);
            case "--add-reads" -> addForImageAndBuilder("AddReads", option, origin);
            case "--enable-native-access" -> addForImageAndBuilder("EnableNativeAccess", option, origin);
            case "--initialize-at-build-time" -> initialize("build_time", option, origin);
            case "--initialize-at-run-time" -> initialize("run_time", option, origin);
            default -> translate(option, origin);
        }
    }

    /** Holds for the image's modules, and for the builder, which loads the same classes. */
    private void addForImageAndBuilder(String builderOption, Option option, Origin origin) {
        String value = option.required();
        request.addBuilderOption("-H:" + builderOption + "=" + value, origin.throughApi());
        request.addJvmOption(option.key() + "=" + value);
    }

    /** Without classes or packages, all of them. */
    private void initialize(String when, Option option, Origin origin) {
        String classes = Arrays.stream(option.orEmpty().split(",", -1))
                .map(name -> name + ":" + when)
                .collect(Collectors.joining(","));
        request.addBuilderOption("-H:ClassInitialization=" + classes, origin.throughApi());
    }

    private void translate(Option option, Origin origin) {
        if (OptionTable.hasNoEffect(option.key())) {
            return;
        }
        String translated = OptionTable.translate(option.key(), option.orEmpty())
                .orElseThrow(() -> new UsageException("unknown option " + option.text() + inside(origin)));
        request.addBuilderOption(translated, origin.throughApi());
    }

    private static String inside(Origin origin) {
        return origin.equals(Origin.USER) ? "" : ", in " + origin.name();
    }

    private static List<String> pathsIn(String paths) {
        return List.of(paths.split(File.pathSeparator));
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException("cannot read the file of arguments " + file + ": " + e);
        }
    }

    /** An option, whose value is behind its equals sign, or is the next argument. */
    private record Option(String text, String key, String value, Deque<String> remaining) {
        String orEmpty() {
            return value == null ? "" : value;
        }

        String required() {
            return value == null ? next() : value;
        }

        String next() {
            if (remaining.isEmpty()) {
                throw new UsageException(key + " needs a value");
            }
            return remaining.poll();
        }
    }
}

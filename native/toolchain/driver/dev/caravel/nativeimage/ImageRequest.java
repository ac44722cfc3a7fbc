package dev.caravel.nativeimage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;

/** What is asked for, gathered from the command line, from files of arguments, and from what the class path says. */
final class ImageRequest {
    private final SequencedSet<Path> classPath = new LinkedHashSet<>();
    private final SequencedSet<Path> modulePath = new LinkedHashSet<>();
    private final List<String> builderOptions = new ArrayList<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<ConfigurationExclusion> exclusions = new ArrayList<>();
    private String mainClass;
    private String imageName;
    private boolean verbose;
    private boolean dryRun;

    void addToClassPath(Path entry) {
        classPath.add(entry);
    }

    void addToModulePath(Path entry) {
        modulePath.add(entry);
    }

    void addBuilderOption(String option, Origin origin) {
        builderOptions.add(origin.mark(option));
    }

    void addJvmOption(String option) {
        jvmOptions.add(option);
    }

    void exclude(ConfigurationExclusion exclusion) {
        exclusions.add(exclusion);
    }

    void mainClass(String name) {
        mainClass = name;
    }

    void imageName(String name) {
        imageName = name;
    }

    /** Names the image, if nobody did. */
    void imageNameIfAbsent(String name) {
        if (imageName == null) {
            imageName = name;
        }
    }

    void verbose() {
        verbose = true;
    }

    void dryRun() {
        dryRun = true;
    }

    SequencedSet<Path> classPath() {
        return classPath;
    }

    SequencedSet<Path> modulePath() {
        return modulePath;
    }

    List<String> builderOptions() {
        return builderOptions;
    }

    List<String> jvmOptions() {
        return jvmOptions;
    }

    boolean isVerbose() {
        return verbose;
    }

    boolean isDryRun() {
        return dryRun;
    }

    boolean excludes(Path entry, String resource) {
        return exclusions.stream().anyMatch(exclusion -> exclusion.matches(entry, resource));
    }

    Optional<String> mainClass() {
        return Optional.ofNullable(mainClass);
    }

    /** A shared library has no main class, and the builder's own options may name one. */
    boolean needsMainClass() {
        return builderOptions.stream()
                .noneMatch(option -> option.startsWith("-H:+SharedLibrary") || option.startsWith("-H:Class"));
    }

    /** Where the image goes: as it was named, or else as its main class in lower case. */
    Path image() {
        String name = imageName != null
                ? imageName
                : mainClass().map(main -> main.toLowerCase(Locale.ROOT)).orElse("image");
        return Path.of(name).toAbsolutePath().normalize();
    }
}

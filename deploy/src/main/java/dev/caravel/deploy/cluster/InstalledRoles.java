package dev.caravel.deploy.cluster;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.DirectoryTrees;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The roles' programs, copied from the build into the state directory under a name that changes with their content: a
 * build does not pull the jars from under a running cluster, and 'up' after it restarts just what changed.
 */
public final class InstalledRoles {
    private static final int VERSION_LENGTH = 12;
    private static final List<String> JVM_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:-UsePerfData");

    private final Map<Role, List<String>> launchers;

    private InstalledRoles(Map<Role, List<String>> launchers) {
        this.launchers = requireNonNull(launchers, "launchers is null");
    }

    public static InstalledRoles install(Collection<Role> needed, Path repository, StateDir state) throws IOException {
        Map<Role, List<String>> launchers = new EnumMap<>(Role.class);
        List<Path> current = new ArrayList<>();
        for (Role role : needed) {
            if (role.substitute().isPresent()) {
                launchers.put(role, List.of(role.substitute().get()));
                continue;
            }
            Path built = repository.resolve(role.module()).resolve("target/quarkus-app");
            if (!Files.exists(built.resolve("quarkus-run.jar"))) {
                throw new Problem(role.program() + " is not built; run './caravel build'");
            }
            Path installed = state.roles().resolve(role.program() + "-" + version(built));
            if (!Files.exists(installed)) {
                copy(built, installed);
            }
            current.add(installed);
            launchers.put(role, java(role, installed.resolve("quarkus-run.jar")));
        }
        removeOthers(state.roles(), current);
        return new InstalledRoles(launchers);
    }

    /** How to start the role, without its flags. */
    public List<String> launcher(Role role) {
        return launchers.get(role);
    }

    private static List<String> java(Role role, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(JVM_FLAGS);
        command.add("-Xmx" + role.heapMegabytes() + "m");
        command.addAll(List.of("-jar", jar.toString()));
        return List.copyOf(command);
    }

    private static String version(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(directory.relativize(file).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Path fresh = Files.createTempDirectory(to.getParent(), ".");
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(fresh.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, fresh.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
        Files.move(fresh, to);
    }

    /** Versions that still run have their jars open; they lose only their names. */
    private static void removeOthers(Path directory, List<Path> current) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> outdated;
        try (Stream<Path> entries = Files.list(directory)) {
            outdated = entries.filter(entry -> !current.contains(entry)).toList();
        }
        for (Path entry : outdated) {
            DirectoryTrees.delete(entry);
        }
    }
}

package dev.caravel.deploy.cluster;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.DirectoryTrees;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The roles' programs, copied from the build into the state directory under a name that changes with their content: a
 * build does not pull them from under a running cluster, and 'up' after it restarts just what changed.
 */
public final class InstalledRoles {
    /** An AOT cache knows its jars by their time, and the same jars must have the same. */
    private static final FileTime JARS_TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private final Map<Role, RoleProgram> programs;
    private final boolean cachesOutdated;

    private InstalledRoles(Map<Role, RoleProgram> programs, boolean cachesOutdated) {
        this.cachesOutdated = cachesOutdated;
        this.programs = requireNonNull(programs, "programs is null");
    }

    /**
     * @param wanted of the build's programs
     * @param environment may name another program for a role; see {@link Role#substitute}
     */
    public static InstalledRoles install(
            Collection<Role> needed, Programs wanted, Path repository, StateDir state, Map<String, String> environment)
            throws IOException {
        Map<Role, RoleProgram> programs = new EnumMap<>(Role.class);
        List<Path> current = new ArrayList<>();
        boolean cachesOutdated = false;
        for (Role role : needed) {
            Optional<String> substitute = role.substitute(environment);
            if (substitute.isPresent()) {
                programs.put(role, given(role, substitute.get()));
                continue;
            }
            BuiltProgram built = wanted.kind() == ProgramKind.NATIVE
                    ? BuiltExecutable.of(role, repository)
                    : BuiltJars.of(role, repository);
            Path installed = state.roles().resolve(role.program() + "-" + built.version());
            if (!Files.exists(installed)) {
                copy(built.source(), installed);
            }
            current.add(installed);
            programs.put(
                    role,
                    switch (built) {
                        case BuiltExecutable executable -> executable.installedAt(installed);
                        case BuiltJars jars when wanted.training() -> jars.inTraining(installed);
                        case BuiltJars jars -> jars.installedAt(installed);
                    });
            if (built instanceof BuiltJars jars
                    && !wanted.training()
                    && jars.cache().outdated()) {
                cachesOutdated = true;
            }
        }
        removeOthers(state.roles(), current);
        return new InstalledRoles(programs, cachesOutdated);
    }

    public RoleProgram program(Role role) {
        return programs.get(role);
    }

    /** Whether there are AOT caches that are of no use, because the jars or the JDK have changed since. */
    public boolean cachesOutdated() {
        return cachesOutdated;
    }

    private static RoleProgram given(Role role, String program) {
        Path file = Path.of(program);
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw new Problem("CARAVEL_ROLE_" + role.name() + ": " + program + " is not an executable file");
        }
        return new RoleProgram(
                ProgramKind.GIVEN, List.of(file.toAbsolutePath().normalize().toString()));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Path fresh = Files.createTempDirectory(to.getParent(), ".");
        if (Files.isDirectory(from)) {
            DirectoryTrees.copy(from, fresh, JARS_TIME);
        } else {
            Files.copy(from, fresh.resolve(from.getFileName()));
        }
        Files.move(fresh, to);
    }

    /** Versions that still run have their files open; they lose only their names. */
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

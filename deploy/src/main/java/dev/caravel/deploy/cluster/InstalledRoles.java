package dev.caravel.deploy.cluster;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.DirectoryTrees;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private final Map<Role, RoleProgram> programs;

    private InstalledRoles(Map<Role, RoleProgram> programs) {
        this.programs = requireNonNull(programs, "programs is null");
    }

    /**
     * @param kind of the programs to take from the build
     * @param environment may name another program for a role; see {@link Role#substitute}
     */
    public static InstalledRoles install(
            Collection<Role> needed, ProgramKind kind, Path repository, StateDir state, Map<String, String> environment)
            throws IOException {
        Map<Role, RoleProgram> programs = new EnumMap<>(Role.class);
        List<Path> current = new ArrayList<>();
        for (Role role : needed) {
            Optional<String> substitute = role.substitute(environment);
            if (substitute.isPresent()) {
                programs.put(role, given(role, substitute.get()));
                continue;
            }
            BuiltProgram built =
                    kind == ProgramKind.NATIVE ? BuiltExecutable.of(role, repository) : BuiltJars.of(role, repository);
            Path installed = state.roles().resolve(role.program() + "-" + built.version());
            if (!Files.exists(installed)) {
                copy(built.source(), installed);
            }
            current.add(installed);
            programs.put(role, built.installedAt(installed));
        }
        removeOthers(state.roles(), current);
        return new InstalledRoles(programs);
    }

    public RoleProgram program(Role role) {
        return programs.get(role);
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
            DirectoryTrees.copy(from, fresh);
        } else {
            Files.copy(from, fresh.resolve(from.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
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

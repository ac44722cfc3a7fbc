package dev.caravel.deploy.cluster;

import dev.caravel.deploy.state.StateDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Collectors;

/** Every role given by the environment, so that a test of the plan needs no build. */
final class PlannedRoles {
    private PlannedRoles() {}

    static InstalledRoles in(Path directory) throws IOException {
        for (Role role : Role.values()) {
            Path program = Files.createFile(directory.resolve(role.program()));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Map<String, String> environment = Arrays.stream(Role.values())
                .collect(Collectors.toMap(
                        role -> "CARAVEL_ROLE_" + role.name(),
                        role -> directory.resolve(role.program()).toString()));
        return InstalledRoles.install(
                EnumSet.allOf(Role.class),
                Programs.of(ProgramKind.JVM),
                directory,
                new StateDir(directory.resolve("state")),
                environment);
    }
}

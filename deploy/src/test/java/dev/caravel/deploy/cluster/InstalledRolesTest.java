package dev.caravel.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The installed programs")
class InstalledRolesTest {
    private static final Map<String, String> NO_SUBSTITUTES = Map.of();

    @TempDir
    Path directory;

    private Path repository;
    private StateDir state;

    @BeforeEach
    void layOut() {
        repository = directory.resolve("repository");
        state = new StateDir(directory.resolve("state"));
    }

    @Test
    @DisplayName("on the JVM are copies of the role's jars, run with the role's heap, and end when it runs out")
    void jars() throws IOException {
        buildJars("v1");

        RoleProgram scheduler = install(ProgramKind.JVM, NO_SUBSTITUTES);

        assertThat(scheduler.kind()).isEqualTo(ProgramKind.JVM);
        assertThat(scheduler.launcher().getFirst()).endsWith("/bin/java");
        assertThat(scheduler.launcher()).contains("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-jar");
        assertThat(installedFile(scheduler)).hasContent("v1").hasFileName("quarkus-run.jar");
    }

    @Test
    @DisplayName("that are native are copies of the executables, with the same heap, and end when it runs out")
    void executables() throws IOException {
        buildExecutable("v1");

        RoleProgram scheduler = install(ProgramKind.NATIVE, NO_SUBSTITUTES);

        assertThat(scheduler.kind()).isEqualTo(ProgramKind.NATIVE);
        assertThat(scheduler.launcher().subList(1, scheduler.launcher().size()))
                .containsExactly("-Xmx128m", "-XX:+ExitOnOutOfMemoryError");
        assertThat(Path.of(scheduler.launcher().getFirst()))
                .startsWith(state.roles())
                .isExecutable()
                .hasContent("v1");
    }

    @Test
    @DisplayName("keep their place while the build is the same")
    void unchanged() throws IOException {
        buildExecutable("v1");
        buildJars("v1");

        assertThat(install(ProgramKind.JVM, NO_SUBSTITUTES)).isEqualTo(install(ProgramKind.JVM, NO_SUBSTITUTES));
        assertThat(install(ProgramKind.NATIVE, NO_SUBSTITUTES)).isEqualTo(install(ProgramKind.NATIVE, NO_SUBSTITUTES));
    }

    @Test
    @DisplayName("are others after a build that changed them, and those before it are gone")
    void rebuilt() throws IOException {
        buildExecutable("v1");
        RoleProgram before = install(ProgramKind.NATIVE, NO_SUBSTITUTES);
        buildExecutable("version 2");

        RoleProgram after = install(ProgramKind.NATIVE, NO_SUBSTITUTES);

        assertThat(Path.of(after.launcher().getFirst())).hasContent("version 2");
        assertThat(Path.of(before.launcher().getFirst())).doesNotExist();
        assertThat(installedDirectories()).hasSize(1);
    }

    @Test
    @DisplayName("may be given by the environment")
    void given() throws IOException {
        Path other = executable(directory.resolve("other-scheduler"), "other");

        RoleProgram scheduler = install(ProgramKind.JVM, Map.of("CARAVEL_ROLE_KUBE_SCHEDULER", other.toString()));

        assertThat(scheduler).isEqualTo(new RoleProgram(ProgramKind.GIVEN, List.of(other.toString())));
    }

    @Test
    @DisplayName("that are given have to be executable")
    void givenButNotExecutable() throws IOException {
        Path text = Files.writeString(directory.resolve("notes"), "no program");

        assertThatThrownBy(() -> install(ProgramKind.JVM, Map.of("CARAVEL_ROLE_KUBE_SCHEDULER", text.toString())))
                .isInstanceOf(Problem.class)
                .hasMessage("CARAVEL_ROLE_KUBE_SCHEDULER: " + text + " is not an executable file");
    }

    @Test
    @DisplayName("have to be built, and what to type for that is said")
    void notBuilt() {
        assertThatThrownBy(() -> install(ProgramKind.JVM, NO_SUBSTITUTES))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("run './caravel build'");
        assertThatThrownBy(() -> install(ProgramKind.NATIVE, NO_SUBSTITUTES))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("run './caravel build --native'");
    }

    private RoleProgram install(ProgramKind kind, Map<String, String> environment) throws IOException {
        return InstalledRoles.install(Set.of(Role.KUBE_SCHEDULER), kind, repository, state, environment)
                .program(Role.KUBE_SCHEDULER);
    }

    private void buildJars(String content) throws IOException {
        Path app = Files.createDirectories(repository.resolve("scheduler/target/quarkus-app/lib"))
                .getParent();
        Files.writeString(app.resolve("quarkus-run.jar"), content);
        Files.writeString(app.resolve("lib/library.jar"), "library");
    }

    private void buildExecutable(String content) throws IOException {
        Path bin = Files.createDirectories(repository.resolve("native/target/bin"));
        executable(bin.resolve("kube-scheduler"), content);
        Files.writeString(bin.resolve("kube-scheduler.inputs"), "digest of " + content);
    }

    private static Path executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path installedFile(RoleProgram program) {
        return Path.of(program.launcher().getLast());
    }

    private List<Path> installedDirectories() throws IOException {
        try (Stream<Path> entries = Files.list(state.roles())) {
            return entries.toList();
        }
    }
}

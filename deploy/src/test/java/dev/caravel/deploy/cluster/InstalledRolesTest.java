package dev.caravel.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.Problem;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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

        RoleProgram scheduler = install(Programs.of(ProgramKind.JVM), NO_SUBSTITUTES);

        assertThat(scheduler.kind()).isEqualTo(ProgramKind.JVM);
        assertThat(scheduler.launcher().getFirst()).endsWith("/bin/java");
        assertThat(scheduler.launcher()).contains("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-jar");
        assertThat(installedFile(scheduler)).hasContent("v1").hasFileName("quarkus-run.jar");
    }

    @Test
    @DisplayName("on the JVM take the AOT cache of just these jars, by the class path that it knows")
    void aotCache() throws IOException {
        buildJars("v1");
        AotCache cache = train();

        RoleProgram scheduler = install(Programs.of(ProgramKind.JVM), NO_SUBSTITUTES);

        assertThat(scheduler.launcher())
                .contains("-XX:AOTCache=" + cache.file(), "-cp")
                .endsWith("dev.caravel.Main")
                .doesNotContain("-jar");
        assertThat(cachesOutdated()).isFalse();
    }

    @Test
    @DisplayName("on the JVM do without an AOT cache of other jars")
    void outdatedAotCache() throws IOException {
        buildJars("v1");
        train();
        buildJars("version 2");

        RoleProgram scheduler = install(Programs.of(ProgramKind.JVM), NO_SUBSTITUTES);

        assertThat(scheduler.launcher()).contains("-jar").noneMatch(argument -> argument.startsWith("-XX:AOT"));
        assertThat(cachesOutdated()).isTrue();
    }

    @Test
    @DisplayName("in a training run write an AOT cache, and have the time that it takes")
    void training() throws IOException {
        buildJars("v1");

        RoleProgram scheduler = install(Programs.inTraining(), NO_SUBSTITUTES);

        assertThat(scheduler.launcher())
                .contains("-XX:AOTCacheOutput="
                        + BuiltJars.of(Role.KUBE_SCHEDULER, repository).cache().unfinished());
        assertThat(scheduler.stopSeconds()).isGreaterThan(60);
    }

    @Test
    @DisplayName("on the JVM have the same times whenever they were built, by which an AOT cache knows them")
    void sameTimes() throws IOException {
        buildJars("v1");

        RoleProgram scheduler = install(Programs.of(ProgramKind.JVM), NO_SUBSTITUTES);

        assertThat(Files.getLastModifiedTime(installedFile(scheduler)))
                .isEqualTo(FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    @DisplayName("that are native are copies of the executables, with the same heap, and end when it runs out")
    void executables() throws IOException {
        buildExecutable("v1");

        RoleProgram scheduler = install(Programs.of(ProgramKind.NATIVE), NO_SUBSTITUTES);

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

        assertThat(install(Programs.of(ProgramKind.JVM), NO_SUBSTITUTES))
                .isEqualTo(install(Programs.of(ProgramKind.JVM), NO_SUBSTITUTES));
        assertThat(install(Programs.of(ProgramKind.NATIVE), NO_SUBSTITUTES))
                .isEqualTo(install(Programs.of(ProgramKind.NATIVE), NO_SUBSTITUTES));
    }

    @Test
    @DisplayName("are others after a build that changed them, and those before it are gone")
    void rebuilt() throws IOException {
        buildExecutable("v1");
        RoleProgram before = install(Programs.of(ProgramKind.NATIVE), NO_SUBSTITUTES);
        buildExecutable("version 2");

        RoleProgram after = install(Programs.of(ProgramKind.NATIVE), NO_SUBSTITUTES);

        assertThat(Path.of(after.launcher().getFirst())).hasContent("version 2");
        assertThat(Path.of(before.launcher().getFirst())).doesNotExist();
        assertThat(installedDirectories()).hasSize(1);
    }

    @Test
    @DisplayName("may be given by the environment")
    void given() throws IOException {
        Path other = executable(directory.resolve("other-scheduler"), "other");

        RoleProgram scheduler =
                install(Programs.of(ProgramKind.JVM), Map.of("CARAVEL_ROLE_KUBE_SCHEDULER", other.toString()));

        assertThat(scheduler).isEqualTo(new RoleProgram(ProgramKind.GIVEN, List.of(other.toString())));
    }

    @Test
    @DisplayName("that are given have to be executable")
    void givenButNotExecutable() throws IOException {
        Path text = Files.writeString(directory.resolve("notes"), "no program");

        assertThatThrownBy(() ->
                        install(Programs.of(ProgramKind.JVM), Map.of("CARAVEL_ROLE_KUBE_SCHEDULER", text.toString())))
                .isInstanceOf(Problem.class)
                .hasMessage("CARAVEL_ROLE_KUBE_SCHEDULER: " + text + " is not an executable file");
    }

    @Test
    @DisplayName("have to be built, and what to type for that is said")
    void notBuilt() {
        assertThatThrownBy(() -> install(Programs.of(ProgramKind.JVM), NO_SUBSTITUTES))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("run './caravel build'");
        assertThatThrownBy(() -> install(Programs.of(ProgramKind.NATIVE), NO_SUBSTITUTES))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("run './caravel build --native'");
    }

    private RoleProgram install(Programs programs, Map<String, String> environment) throws IOException {
        return InstalledRoles.install(Set.of(Role.KUBE_SCHEDULER), programs, repository, state, environment)
                .program(Role.KUBE_SCHEDULER);
    }

    private boolean cachesOutdated() throws IOException {
        return InstalledRoles.install(
                        Set.of(Role.KUBE_SCHEDULER), Programs.of(ProgramKind.JVM), repository, state, NO_SUBSTITUTES)
                .cachesOutdated();
    }

    private AotCache train() throws IOException {
        AotCache cache = BuiltJars.of(Role.KUBE_SCHEDULER, repository).cache();
        Files.createFile(cache.unfinished());
        cache.keep();
        return cache;
    }

    private void buildJars(String content) throws IOException {
        Path app = repository.resolve("scheduler/target/quarkus-app");
        Files.createDirectories(app.resolve("lib"));
        Files.createDirectories(app.resolve("quarkus"));
        try (DataOutputStream description =
                new DataOutputStream(Files.newOutputStream(app.resolve("quarkus/quarkus-application.dat")))) {
            description.writeInt(0);
            description.writeInt(0);
            description.writeUTF("dev.caravel.Main");
        }
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

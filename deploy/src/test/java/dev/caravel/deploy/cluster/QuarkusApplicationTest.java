package dev.caravel.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A packaged Quarkus application")
class QuarkusApplicationTest {
    @TempDir
    Path directory;

    @BeforeEach
    void layOut() throws IOException {
        for (String folder : new String[] {"quarkus", "app", "lib/boot", "lib/main"}) {
            Files.createDirectories(directory.resolve(folder));
        }
        try (DataOutputStream out =
                new DataOutputStream(Files.newOutputStream(directory.resolve("quarkus/quarkus-application.dat")))) {
            out.writeInt(0xF0315432);
            out.writeInt(2);
            out.writeUTF("dev.caravel.Main");
            out.writeInt(3);
        }
    }

    @Test
    @DisplayName("names its main class")
    void mainClass() throws IOException {
        assertThat(QuarkusApplication.in(directory).mainClass()).isEqualTo("dev.caravel.Main");
    }

    @Test
    @DisplayName(
            "has as class path changed classes first, then its own, then the libraries in the order of their names")
    void classPath() throws IOException {
        for (String jar : new String[] {
            "lib/main/b.jar",
            "lib/main/a.jar",
            "lib/boot/runner.jar",
            "app/role.jar",
            "quarkus/generated-bytecode.jar",
            "quarkus/transformed-bytecode.jar"
        }) {
            Files.createFile(directory.resolve(jar));
        }
        Files.createFile(directory.resolve("lib/main/notes.txt"));

        assertThat(QuarkusApplication.in(directory).classPath().split(":"))
                .extracting(path -> directory.relativize(Path.of(path)).toString())
                .containsExactly(
                        "quarkus/transformed-bytecode.jar",
                        "quarkus/generated-bytecode.jar",
                        "app/role.jar",
                        "lib/boot/runner.jar",
                        "lib/main/a.jar",
                        "lib/main/b.jar");
    }

    @Test
    @DisplayName("may have no changed classes")
    void nothingTransformed() throws IOException {
        Path jar = Files.createFile(directory.resolve("app/role.jar"));

        assertThat(QuarkusApplication.in(directory).classPath()).isEqualTo(jar.toString());
    }
}

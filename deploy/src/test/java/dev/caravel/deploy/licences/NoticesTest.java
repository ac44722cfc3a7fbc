package dev.caravel.deploy.licences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The notices of a package")
class NoticesTest {
    @TempDir
    Path directory;

    private Path bill;
    private Path repository;
    private Path jdk;

    @BeforeEach
    void stand() throws IOException {
        bill = Files.writeString(directory.resolve("kubelet.cdx.json"), """
                {"components": [
                  {"group": "org.example", "name": "lib", "version": "2", "licenses": [{"license": {"id": "MIT"}}]},
                  {"name": "GraalVM", "version": "25", "licenses": [{"expression": "GPL-2.0-only"}]},
                  {"group": "dev.caravel", "name": "machinery", "version": "1"}]}
                """);
        repository = directory.resolve("repository");
        jdk = directory.resolve("jdk");
        Files.writeString(
                Files.createDirectories(jdk.resolve("legal/java.base")).resolve("LICENSE"), "GPL");
    }

    @Test
    @DisplayName("list the work of others with its licence, and bring the texts that are in the jars and of the JDK")
    void written() throws IOException {
        writeJar();
        Path out = directory.resolve("licences");

        new Notices(repository, jdk).write(List.of(bill), out);

        assertThat(out.resolve("THIRD-PARTY.txt"))
                .content()
                .endsWith("GraalVM 25  GPL-2.0-only\norg.example:lib 2  MIT\n");
        assertThat(out.resolve("lib-2/LICENSE.txt")).hasContent("be kind");
        assertThat(out.resolve("openjdk/LICENSE")).hasContent("GPL");
    }

    @Test
    @DisplayName("are not written when a jar is not there to take its licence from")
    void missing() {
        Notices notices = new Notices(repository, jdk);

        assertThatThrownBy(() -> notices.write(List.of(bill), directory.resolve("licences")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("lib-2.jar");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "META-INF/LICENSE, true",
        "META-INF/NOTICE.txt, true",
        "META-INF/license/LICENSE.base64.txt, true",
        "about.html, true",
        "org/example/License.class, false",
        "META-INF/MANIFEST.MF, false"
    })
    @DisplayName("know a text of a licence by its name")
    void texts(String entry, boolean text) {
        assertThat(LicenceTexts.isText(entry)).isEqualTo(text);
    }

    private void writeJar() throws IOException {
        Path jar = repository.resolve("org/example/lib/2/lib-2.jar");
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/LICENSE.txt"));
            zip.write("be kind".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}

package dev.caravel.deploy.roleimages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The bill of an image")
class SoftwareBillTest {
    private static final String MAVEN = """
            {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
             "metadata": {"component": {"type": "library", "name": "module"}},
             "components": [{"type": "library", "name": "netty-codec", "version": "4",
               "hashes": [{"alg": "MD5", "content": "a"}, {"alg": "SHA-256", "content": "b"}]}]}
            """;

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path directory;

    private Path maven;

    @BeforeEach
    void write() throws IOException {
        maven = Files.writeString(directory.resolve("bom.json"), MAVEN);
    }

    @Test
    @DisplayName("is of the executable, by its hash")
    void subject() throws IOException {
        JsonNode subject = bill().at("/metadata/component");

        assertThat(subject.path("name").asText()).isEqualTo("kube-scheduler");
        assertThat(subject.path("type").asText()).isEqualTo("application");
        assertThat(subject.at("/hashes/0/content").asText()).isEqualTo("c0ffee");
    }

    @Test
    @DisplayName("lists jars, the Java runtime and Debian's packages")
    void components() throws IOException {
        assertThat(bill().path("components").findValuesAsText("name"))
                .contains("netty-codec", "GraalVM Native Image runtime and OpenJDK class library", "libc6");
    }

    @Test
    @DisplayName("tells a Debian package by its URL, in which a plus sign is escaped")
    void packageUrl() throws IOException {
        assertThat(bill().path("components").findValuesAsText("purl"))
                .contains("pkg:deb/debian/libc6@2.36-9%2Bdeb12u13?arch=amd64&distro=bookworm");
    }

    @Test
    @DisplayName("keeps one hash of each jar")
    void hashes() throws IOException {
        assertThat(bill().at("/components/0/hashes").findValuesAsText("alg")).containsExactly("SHA-256");
    }

    @Test
    @DisplayName("is the same each time")
    void reproducible() throws IOException {
        assertThat(text()).isEqualTo(text());
    }

    private JsonNode bill() throws IOException {
        return json.readTree(text());
    }

    private String text() throws IOException {
        return SoftwareBill.read(maven, json)
                .describing(Role.KUBE_SCHEDULER, "c0ffee")
                .withRuntime(Optional.of("GraalVM CE 25"))
                .with(List.of(new DebianPackage("libc6", "2.36-9+deb12u13", "amd64", "bookworm")))
                .text();
    }
}

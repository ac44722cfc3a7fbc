package dev.caravel.deploy.roleimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The archive of a role's image")
class RoleArchivesTest {
    private static final Release RELEASE = new Release("1.2.3", Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    @BeforeEach
    void stand() throws IOException {
        Files.writeString(directory.resolve("LICENSE"), "ours");
        Files.createDirectories(directory.resolve("bills"));
        for (Role role : Role.values()) {
            Files.writeString(
                    directory.resolve("bills").resolve(role.program() + ".cdx.json"),
                    "{\"metadata\": {\"component\": {}}, \"components\": []}");
        }
    }

    @Test
    @DisplayName("has the same digest each time it is made")
    void reproducible() throws Exception {
        RoleArchive first = make(Role.KUBE_SCHEDULER, "/bin/sh");
        byte[] bytes = Files.readAllBytes(first.file());
        Files.setLastModifiedTime(directory.resolve("LICENSE"), java.nio.file.attribute.FileTime.fromMillis(1));

        RoleArchive second = make(Role.KUBE_SCHEDULER, "/bin/sh");

        assertThat(second.digest()).isEqualTo(first.digest()).startsWith("sha256:");
        assertThat(Files.readAllBytes(second.file())).isEqualTo(bytes);
    }

    @Test
    @DisplayName("has another digest when the executable is another one")
    void different() throws Exception {
        String first = make(Role.KUBE_SCHEDULER, "/bin/sh").digest();

        assertThat(make(Role.KUBE_SCHEDULER, "/bin/true").digest()).isNotEqualTo(first);
    }

    @Test
    @DisplayName("tells runtimes the image's full name")
    void name() throws Exception {
        RoleArchive archive = make(Role.KUBE_SCHEDULER, "/bin/sh");

        JsonNode index = new ObjectMapper().readTree(entries(archive.file()).get("index.json"));
        assertThat(index.at("/manifests/0/annotations/org.opencontainers.image.ref.name")
                        .asText())
                .isEqualTo(archive.reference())
                .isEqualTo("localhost/caravel/kube-scheduler:v1.36.2-caravel.1.2.3");
    }

    @Test
    @DisplayName("holds the executable, its libraries, their licences and its bill, and no shell")
    void content() throws Exception {
        List<String> files = files(make(Role.KUBE_SCHEDULER, "/bin/true").file());

        assertThat(files)
                .contains(
                        "usr/local/bin/kube-scheduler",
                        "usr/share/sbom/kube-scheduler.cdx.json",
                        "usr/share/doc/caravel/LICENSE",
                        "usr/share/doc/libc6/copyright",
                        "etc/passwd",
                        "etc/nsswitch.conf")
                .anyMatch(file -> file.endsWith("/libc.so.6"))
                .noneMatch(file -> file.endsWith("/sh"));
    }

    @Test
    @DisplayName("of a role that manages the node holds the tools that it starts")
    void tools() throws Exception {
        assertThat(files(make(Role.KUBELET, "/bin/true").file())).contains("usr/sbin/mount", "usr/sbin/umount");
    }

    @Test
    @DisplayName("runs as nobody in particular, unless the role manages the node")
    void user() throws Exception {
        assertThat(configuration(make(Role.KUBE_APISERVER, "/bin/true"))
                        .at("/config/User")
                        .asText())
                .isEqualTo("65532:65532");
        assertThat(configuration(make(Role.KUBELET, "/bin/true"))
                        .at("/config/User")
                        .asText())
                .isEqualTo("0:0");
    }

    @Test
    @DisplayName("starts the role, and tells its version and licence")
    void configuration() throws Exception {
        JsonNode configuration = configuration(make(Role.CARAVEL_DNS, "/bin/true"));

        assertThat(configuration.at("/config/Entrypoint/0").asText()).isEqualTo("/usr/local/bin/caravel-dns");
        assertThat(configuration.path("architecture").asText()).isEqualTo("amd64");
        assertThat(configuration.path("created").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(configuration.at("/config/Labels"))
                .isEqualTo(new ObjectMapper()
                        .valueToTree(Map.of(
                                "org.opencontainers.image.title", "caravel-dns",
                                "org.opencontainers.image.description",
                                        "Answers DNS questions about the services of a Kubernetes cluster",
                                "org.opencontainers.image.version", "1.2.3",
                                "org.opencontainers.image.created", "2026-01-01T00:00:00Z",
                                "org.opencontainers.image.licenses", "Apache-2.0",
                                "dev.caravel.kubernetes.version", "v1.36.2")));
    }

    @Test
    @DisplayName("is not made of an executable that is not built")
    void notBuilt() {
        RoleArchives archives = archives(Map.of());

        assertThatThrownBy(() -> archives.make(Role.KUBELET))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("run './caravel build --native'");
    }

    private RoleArchive make(Role role, String executable) throws Exception {
        return archives(Map.of("CARAVEL_ROLE_" + role.name(), executable)).make(role);
    }

    private RoleArchives archives(Map<String, String> environment) {
        return new RoleArchives(
                new ExecutableBills(directory, environment, directory.resolve("bills")),
                directory.resolve("LICENSE"),
                RELEASE,
                directory.resolve("images"));
    }

    private static List<String> files(Path archive) throws IOException {
        Map<String, byte[]> entries = entries(archive);
        List<String> files = new ArrayList<>();
        for (JsonNode layer : manifest(entries).path("layers")) {
            files.addAll(unpack(new GZIPInputStream(new java.io.ByteArrayInputStream(blob(entries, layer))))
                    .keySet());
        }
        return files;
    }

    private static JsonNode configuration(RoleArchive archive) throws IOException {
        Map<String, byte[]> entries = entries(archive.file());
        return new ObjectMapper().readTree(blob(entries, manifest(entries).path("config")));
    }

    private static JsonNode manifest(Map<String, byte[]> entries) throws IOException {
        ObjectMapper json = new ObjectMapper();
        return json.readTree(
                blob(entries, json.readTree(entries.get("index.json")).at("/manifests/0")));
    }

    private static byte[] blob(Map<String, byte[]> entries, JsonNode descriptor) {
        return entries.get("blobs/" + descriptor.path("digest").asText().replace(':', '/'));
    }

    private static Map<String, byte[]> entries(Path archive) throws IOException {
        return unpack(Files.newInputStream(archive));
    }

    private static Map<String, byte[]> unpack(InputStream in) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), tar.readAllBytes());
            }
        }
        return entries;
    }
}

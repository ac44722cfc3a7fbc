package dev.caravel.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.fixture.EtcdProcess;
import dev.caravel.machinery.pki.CertificateAuthority;
import dev.caravel.machinery.pki.CertificateRequest;
import dev.caravel.machinery.pki.KeyedCertificate;
import dev.caravel.machinery.pki.PemFiles;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("program")
@DisplayName("A server that runs")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TrustReloadIT {
    private static final String PUBLISHED = "extension-apiserver-authentication";

    private static EtcdProcess etcd;
    private static ApiServerProcess server;
    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        etcd = EtcdProcess.start();
        server = ApiServerProcess.start(etcd, files -> {
            directory = files;
            try {
                Files.copy(files.resolve("ca.crt"), files.resolve("proxy-ca.crt"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return List.of(
                    "--requestheader-client-ca-file=" + files.resolve("proxy-ca.crt"),
                    "--requestheader-allowed-names=front-proxy");
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        etcd.close();
    }

    @Test
    @DisplayName("trusts another authority's clients once its --client-ca-file has it, and says so to others")
    void clients() throws Exception {
        CertificateAuthority other = CertificateAuthority.create("other", Clock.systemUTC());
        Config newcomer = config(other.issue(CertificateRequest.client("newcomer", "system:masters")));
        assertThatThrownBy(() -> userOf(newcomer))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(401));

        append("ca.crt", other);

        awaitPublished("client-ca-file", other);
        assertThat(userOf(newcomer)).isEqualTo("newcomer");
        assertThat(userOf(server.config("admin"))).isEqualTo("admin");
    }

    @Test
    @DisplayName("believes another authority's front proxies once its --requestheader-client-ca-file has it")
    void proxies() throws Exception {
        CertificateAuthority other = CertificateAuthority.create("other proxies", Clock.systemUTC());
        Config proxy = new ConfigBuilder(config(other.issue(CertificateRequest.client("front-proxy"))))
                .withCustomHeaders(Map.of("X-Remote-User", "somebody"))
                .build();
        assertThatThrownBy(() -> userOf(proxy))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(401));

        append("proxy-ca.crt", other);

        awaitPublished("requestheader-client-ca-file", other);
        assertThat(userOf(proxy)).isEqualTo("somebody");
    }

    private static String userOf(Config config) {
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            return client.resource(new SelfSubjectReviewBuilder().build())
                    .create()
                    .getStatus()
                    .getUserInfo()
                    .getUsername();
        }
    }

    private static void append(String bundle, CertificateAuthority authority) throws IOException {
        Path file = directory.resolve(bundle);
        Path fresh = Files.writeString(
                directory.resolve(bundle + ".fresh"),
                Files.readString(file) + PemFiles.encode(authority.self().certificate()));
        Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void awaitPublished(String key, CertificateAuthority authority) {
        String own = PemFiles.encode(authority.self().certificate()).strip();
        try (KubernetesClient admin = server.client("admin")) {
            admin.configMaps()
                    .inNamespace("kube-system")
                    .withName(PUBLISHED)
                    .waitUntilCondition(
                            map -> map != null && map.getData().get(key).contains(own), 1, TimeUnit.MINUTES);
        }
    }

    private static Config config(KeyedCertificate client) throws IOException {
        String name = "client-" + client.certificate().getSerialNumber();
        PemFiles.write(directory.resolve(name + ".crt"), client.certificate());
        PemFiles.write(directory.resolve(name + ".key"), client.key());
        return server.config(name);
    }
}

package dev.caravel.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.ApiServerProcess;
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
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AutoClose;
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

    @AutoClose
    private static ApiServerProcess server;

    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start(files -> {
            directory = files;
            try {
                Files.copy(files.resolve("ca.crt"), files.resolve("proxy-ca.crt"));
                serve("api.example.com");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return List.of(
                    "--requestheader-client-ca-file=" + files.resolve("proxy-ca.crt"),
                    "--requestheader-allowed-names=front-proxy",
                    "--tls-sni-cert-key=" + files.resolve("named.crt") + "," + files.resolve("named.key"));
        });
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

    @Test
    @DisplayName("shows the certificate that is made out to the name a client asks for, by then, and its own to others")
    void names() throws Exception {
        assertThat(shownFor("api.example.com")).isEqualTo("CN=api.example.com");
        assertThat(shownFor("other.example.com")).isEqualTo("CN=kube-apiserver");

        serve("other.example.com");

        assertThat(shownFor("other.example.com")).isEqualTo("CN=other.example.com");
        assertThat(shownFor("api.example.com")).isEqualTo("CN=kube-apiserver");
    }

    private static void serve(String name) throws IOException {
        KeyedCertificate pair = CertificateAuthority.create("names", Clock.systemUTC())
                .issue(CertificateRequest.server(name, List.of(name), List.of()));
        PemFiles.write(directory.resolve("named.key"), pair.key());
        PemFiles.write(directory.resolve("named.crt"), pair.certificate());
    }

    private static String shownFor(String name) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anyone()}, null);
        URI url = URI.create(server.url());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    /** What is shown is looked at, not believed. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
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

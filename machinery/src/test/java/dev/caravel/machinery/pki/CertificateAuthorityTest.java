package dev.caravel.machinery.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");

    private final CertificateAuthority authority =
            CertificateAuthority.create("kubernetes", Clock.fixed(NOW, ZoneOffset.UTC));

    @TempDir
    Path directory;

    @Test
    @DisplayName("An authority's own certificate is a CA for ten years and signs itself")
    void authoritySignsItself() throws Exception {
        X509Certificate self = authority.self().certificate();

        self.verify(self.getPublicKey());
        assertThat(self.getBasicConstraints()).isNotNegative();
        assertThat(self.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
    }

    @Test
    @DisplayName("A client certificate names the user in CN and the groups in O, and is no server's")
    void clientCertificate() throws Exception {
        X509Certificate certificate = authority
                .issue(CertificateRequest.client("system:node:one", "system:nodes"))
                .certificate();

        certificate.verify(authority.self().certificate().getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=system:node:one,O=system:nodes");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
        assertThat(certificate.getBasicConstraints()).isNegative();
    }

    @Test
    @DisplayName("A serving certificate carries its DNS names and addresses")
    void servingCertificate() throws Exception {
        X509Certificate certificate = authority
                .issue(CertificateRequest.server(
                        "kube-apiserver", List.of("kubernetes.default.svc"), List.of("10.96.0.1")))
                .certificate();

        assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("kubernetes.default.svc", "10.96.0.1");
    }

    @Test
    @DisplayName("A key is read back from PEM as it was, and only its owner may read the file")
    void pemRoundTrip() throws Exception {
        KeyedCertificate issued = authority.issue(CertificateRequest.client("admin", "system:masters"));
        Path key = directory.resolve("pki/admin.key");
        Path certificate = directory.resolve("pki/admin.crt");

        PemFiles.write(key, issued.key());
        PemFiles.write(certificate, issued.certificate());

        assertThat(PemFiles.readPrivateKey(key)).isEqualTo(issued.key());
        assertThat(PemFiles.readCertificate(certificate)).isEqualTo(issued.certificate());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(key)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    }
}

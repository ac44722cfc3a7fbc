package dev.caravel.apiserver.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.machinery.pki.PemFiles;
import dev.caravel.machinery.serving.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The certificate that is served")
class ServingCertificateTest {
    @TempDir
    Path directory;

    private Path certificate;
    private Path key;

    @BeforeEach
    void files() throws IOException {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        write(pair());
    }

    @Test
    @DisplayName("is the one of the files, for keys of its kind")
    void served() throws IOException {
        ServingCertificate served = new ServingCertificate(certificate, key);

        assertThat(served.getCertificateChain(served.chooseEngineServerAlias("EC", null, null)))
                .containsExactly(onDisk());
        assertThat(served.chooseEngineServerAlias("RSA", null, null)).isNull();
    }

    @Test
    @DisplayName("changes with the files, but not for a handshake that has begun")
    void renewed() throws IOException {
        ServingCertificate served = new ServingCertificate(certificate, key);
        X509Certificate first = onDisk();
        String begun = served.chooseEngineServerAlias("EC", null, null);

        write(pair());
        String next = served.chooseEngineServerAlias("EC", null, null);

        assertThat(served.getCertificateChain(next)).containsExactly(onDisk());
        assertThat(served.getCertificateChain(begun)).containsExactly(first);
        assertThat(served.getPrivateKey(begun)).isNotNull().isNotEqualTo(served.getPrivateKey(next));
    }

    @Test
    @DisplayName("stays while the files do not belong together or are gone")
    void halfWritten() throws IOException {
        ServingCertificate served = new ServingCertificate(certificate, key);
        X509Certificate first = onDisk();

        SelfSignedCertificate renewed = pair();
        Files.write(certificate, renewed.certificate().getBytes());
        assertThat(served.getCertificateChain(served.chooseEngineServerAlias("EC", null, null)))
                .containsExactly(first);
        Files.delete(key);
        assertThat(served.getCertificateChain(served.chooseEngineServerAlias("EC", null, null)))
                .containsExactly(first);
        Files.write(key, renewed.key().getBytes());

        assertThat(served.getCertificateChain(served.chooseEngineServerAlias("EC", null, null)))
                .containsExactly(onDisk());
    }

    @Test
    @DisplayName("is refused at first with the key of another")
    void keyOfAnother() throws IOException {
        Files.write(key, pair().key().getBytes());

        assertThatThrownBy(() -> new ServingCertificate(certificate, key))
                .isInstanceOf(IOException.class)
                .hasMessage(key + " is not the key of " + certificate);
    }

    private static SelfSignedCertificate pair() {
        return SelfSignedCertificate.create("kube-apiserver", Clock.systemUTC());
    }

    private void write(SelfSignedCertificate pair) throws IOException {
        Files.write(certificate, pair.certificate().getBytes());
        Files.write(key, pair.key().getBytes());
    }

    private X509Certificate onDisk() throws IOException {
        return PemFiles.readCertificate(certificate);
    }
}

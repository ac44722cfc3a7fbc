package dev.caravel.apiserver.serving;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.pki.PemFiles;
import dev.caravel.machinery.serving.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where and as whom the server listens; decided by flags before Quarkus starts its HTTP server. */
public record ServingSettings(String address, int port, Path certificate, Path privateKey) {
    public ServingSettings {
        requireNonNull(address, "address is null");
        requireNonNull(certificate, "certificate is null");
        requireNonNull(privateKey, "privateKey is null");
    }

    /**
     * With the self-signed certificate in a directory; it is made unless it is there.
     *
     * @throws IOException when the files cannot be written
     */
    public static ServingSettings selfSigned(String address, int port, Path directory, Clock clock) throws IOException {
        Path certificate = directory.resolve("apiserver.crt");
        Path key = directory.resolve("apiserver.key");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            SelfSignedCertificate own = SelfSignedCertificate.create("kube-apiserver", clock);
            Files.createDirectories(directory);
            Files.deleteIfExists(key);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(key, own.key().getBytes());
            Files.write(certificate, own.certificate().getBytes());
        }
        return new ServingSettings(address, port, certificate, key);
    }

    /**
     * Finds out now what would fail later, and less clearly.
     *
     * @throws IOException saying which file cannot be used, or that the port is taken
     */
    public void check() throws IOException {
        requireReadable(certificate);
        requireReadable(privateKey);
        PemFiles.readCertificate(certificate);
        PemFiles.readPrivateKey(privateKey);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw new IOException(
                    "failed to create listener: failed to listen on %s:%d: %s".formatted(address, port, e.getMessage()),
                    e);
        }
    }

    private static void requireReadable(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("open " + file + ": no such file or directory");
        }
        if (!Files.isReadable(file)) {
            throw new IOException("open " + file + ": permission denied");
        }
    }

    /** As configuration of Quarkus. */
    public Map<String, String> configuration() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.http.insecure-requests", "disabled");
        settings.put("quarkus.http.host", address);
        settings.put("quarkus.http.ssl-port", Integer.toString(port));
        settings.put("quarkus.http.ssl.certificate.files", certificate.toString());
        settings.put("quarkus.http.ssl.certificate.key-files", privateKey.toString());
        return settings;
    }
}

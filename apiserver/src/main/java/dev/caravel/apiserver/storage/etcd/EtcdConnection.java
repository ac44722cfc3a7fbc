package dev.caravel.apiserver.storage.etcd;

import dev.caravel.apiserver.flags.EtcdFlags;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Makes etcd clients as the flags say. */
public final class EtcdConnection {
    private static final int MAX_MESSAGE_BYTES = 512 << 20;
    private static final Duration KEEPALIVE = Duration.ofSeconds(30);
    private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(10);

    private EtcdConnection() {}

    /**
     * Does not wait for the connection.
     *
     * @throws IOException when a certificate or key cannot be read
     * @throws IllegalArgumentException when an address is none
     */
    public static Client open(EtcdFlags flags) throws IOException {
        ClientBuilder builder = Client.builder()
                .endpoints(flags.servers.toArray(String[]::new))
                .executorService(new CallingThread())
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepaliveTime(KEEPALIVE)
                .keepaliveTimeout(KEEPALIVE_TIMEOUT)
                .keepaliveWithoutCalls(true);
        if (flags.servers.stream().anyMatch(server -> server.startsWith("https:"))) {
            requireReadable(flags.caFile);
            requireReadable(flags.certFile);
            requireReadable(flags.keyFile);
            builder.sslContext(tls -> {
                if (flags.caFile != null) {
                    tls.trustManager(flags.caFile.toFile());
                }
                if (flags.certFile != null && flags.keyFile != null) {
                    tls.keyManager(flags.certFile.toFile(), flags.keyFile.toFile());
                }
            });
        }
        return builder.build();
    }

    private static void requireReadable(Path file) throws IOException {
        if (file != null && !Files.isReadable(file)) {
            throw new IOException("cannot read " + file);
        }
    }
}

package dev.caravel.bench.load;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The server that is measured: where it is, who asks, and its process. Thread-safe. */
public final class Target {
    private final String host;
    private final int port;
    private final SSLContext tls;
    private final ServerProcess process;

    /**
     * @param keys a PKCS#12 file with the client's certificate and key
     * @param authorities one with the certificates that the server's is signed by
     * @param password of both
     */
    public Target(String host, int port, Path keys, Path authorities, char[] password, ServerProcess process)
            throws IOException, GeneralSecurityException {
        this.host = requireNonNull(host, "host is null");
        this.port = port;
        this.process = requireNonNull(process, "process is null");
        KeyManagerFactory client = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        client.init(load(keys, password), password);
        TrustManagerFactory server = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        server.init(load(authorities, password));
        this.tls = SSLContext.getInstance("TLS");
        this.tls.init(client.getKeyManagers(), server.getTrustManagers(), null);
    }

    private static KeyStore load(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    public Connection connect() throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(host, port);
        socket.setTcpNoDelay(true);
        socket.startHandshake();
        return new Connection(socket);
    }

    public ServerProcess process() {
        return process;
    }
}

package dev.caravel.apiserver.fuzz.http;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.machinery.pki.PemFiles;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The sockets of a server, as an administrator of the cluster reaches them. Thread-safe. */
final class Front {
    private static final int CONNECT_MILLIS = 10_000;

    private final InetSocketAddress address;
    private final SSLContext context;

    Front(ApiServerProcess server) throws Exception {
        URI url = URI.create(server.url());
        address = new InetSocketAddress(url.getHost(), url.getPort());
        Config config = server.config("admin");
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null);
        keys.setKeyEntry(
                "admin", PemFiles.readPrivateKey(Path.of(config.getClientKeyFile())), new char[0], new Certificate[] {
                    PemFiles.readCertificate(Path.of(config.getClientCertFile()))
                });
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), new TrustManager[] {new Anyone()}, null);
    }

    /** Without TLS: for those who have nothing to say in it. */
    Socket plain() throws IOException {
        Socket socket = new Socket();
        socket.connect(address, CONNECT_MILLIS);
        socket.setSoTimeout(CONNECT_MILLIS);
        return socket;
    }

    /** @param protocol {@code http/1.1} or {@code h2} */
    SSLSocket open(String protocol) throws IOException {
        Socket plain = plain();
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(plain, address.getHostString(), address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(CONNECT_MILLIS);
        socket.startHandshake();
        return socket;
    }

    /** A server on the loopback that whoever asks for no authority can trust. */
    SSLServerSocket listen() throws IOException {
        return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, address.getAddress());
    }

    /** The server is another process of the same test; nobody else can be behind its port. */
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

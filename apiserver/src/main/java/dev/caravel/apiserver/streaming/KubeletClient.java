package dev.caravel.apiserver.streaming;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Speaks HTTPS to kubelets as the API server. Thread-safe. */
public final class KubeletClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Streams keep a connection for as long as they last; there must always be one more. */
    private static final int MAX_CONNECTIONS_PER_KUBELET = 10_000;

    /**
     * The files behind {@code --kubelet-client-certificate}, {@code --kubelet-client-key} and
     * {@code --kubelet-certificate-authority}. Without the last the kubelet's certificate is not checked, as upstream.
     */
    public record Credentials(Optional<Path> certificate, Optional<Path> key, Optional<Path> authority) {}

    private final HttpClient client;

    public KubeletClient(Vertx vertx, Credentials credentials) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setVerifyHost(false);
        credentials
                .authority()
                .ifPresentOrElse(
                        ca -> options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()))
                                .setVerifyHost(true),
                        () -> options.setTrustAll(true));
        if (credentials.certificate().isPresent() && credentials.key().isPresent()) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(credentials.certificate().get().toString())
                    .addKeyPath(credentials.key().get().toString()));
        }
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS_PER_KUBELET));
    }

    /** A request that is not sent yet. */
    public Future<HttpClientRequest> request(HttpMethod method, KubeletAddress kubelet, String uri) {
        return client.request(new RequestOptions()
                .setMethod(method)
                .setHost(kubelet.host())
                .setPort(kubelet.port())
                .setURI(uri));
    }

    @Override
    public void close() {
        client.close();
    }
}

package dev.caravel.apiserver.extension.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import dev.caravel.apiserver.flags.AggregationFlags;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections to the servers behind APIServices, with the front proxy's certificate. A changed APIService or certificate file
 * makes new connections. Thread-safe.
 */
final class RemoteServers implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_CONNECTIONS = 10_000;

    /** All that a connection depends on. */
    private record Trust(String host, boolean insecure, String caBundle, long certificateVersion) {}

    private record Connections(Trust trust, HttpClient client) {}

    private final Vertx vertx;
    private final AggregationFlags flags;
    private final Map<String, Connections> byName = new ConcurrentHashMap<>();

    RemoteServers(Vertx vertx, AggregationFlags flags) {
        this.vertx = requireNonNull(vertx, "vertx is null");
        this.flags = requireNonNull(flags, "flags is null");
    }

    /** A request that is not sent yet, to one of the server's addresses. */
    Future<HttpClientRequest> request(ApiService server, SocketAddress address, HttpMethod method, String uri) {
        ServiceReference reference = server.service().orElseThrow();
        return client(server)
                .request(new RequestOptions()
                        .setServer(address)
                        .setHost(reference.host())
                        .setPort(reference.port())
                        .setMethod(method)
                        .setURI(uri));
    }

    private HttpClient client(ApiService server) {
        Trust trust = new Trust(
                server.service().orElseThrow().host(),
                server.insecureSkipTlsVerify(),
                server.caBundle(),
                modified(flags.clientCertificate));
        return byName.compute(server.name(), (_, known) -> {
                    if (known != null && known.trust().equals(trust)) {
                        return known;
                    }
                    if (known != null) {
                        known.client().close();
                    }
                    return new Connections(trust, open(trust));
                })
                .client();
    }

    /** After the APIService is gone. */
    void forget(String name) {
        Connections known = byName.remove(name);
        if (known != null) {
            known.client().close();
        }
    }

    private HttpClient open(Trust trust) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setVerifyHost(!trust.insecure())
                .setTrustAll(trust.insecure());
        if (!trust.caBundle().isEmpty()) {
            options.setTrustOptions(new PemTrustOptions()
                    .addCertValue(Buffer.buffer(
                            Base64.getDecoder().decode(trust.caBundle().getBytes(UTF_8)))));
        }
        if (flags.clientCertificate != null && flags.clientKey != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(flags.clientCertificate.toString())
                    .addKeyPath(flags.clientKey.toString()));
        }
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    private static long modified(Path file) {
        try {
            return file == null ? 0 : Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        byName.values().forEach(each -> each.client().close());
    }
}

package dev.caravel.apiserver.streaming;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * The subresource {@code proxy} of pods, services and nodes: HTTP through the API server, upgrades included.
 *
 * <p>Must be called on the request's event loop, with the request paused. A returned future that fails means that nothing
 * was answered yet, unless the response's head has been written. Thread-safe.
 */
public final class ProxyStreams implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_CONNECTIONS_PER_TARGET = 10_000;

    private final KubeletClient kubelets;
    private final HttpClient client;

    public ProxyStreams(Vertx vertx, KubeletClient kubelets) {
        this.kubelets = requireNonNull(kubelets, "kubelets is null");
        // Pods have no certificates that anybody could check.
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setTrustAll(true)
                        .setVerifyHost(false),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS_PER_TARGET));
    }

    /** @param subpath what follows {@code proxy} in the request's path, with its slash; empty when nothing does */
    public Future<Void> connect(ProxyTarget target, String subpath, HttpServerRequest request) {
        boolean upgrade = request.headers().contains("Upgrade");
        if (!upgrade && subpath.isEmpty() && isRead(request)) {
            // Relative links of the page would lead elsewhere (kubernetes/kubernetes#4958).
            return request.resume()
                    .response()
                    .setStatusCode(301)
                    .putHeader("Location", request.path() + "/" + query(request))
                    .end();
        }
        ProxyPath path = new ProxyPath(prefix(request, subpath), target);
        HttpMethod method = upgrade ? UpgradeRelay.METHOD : request.method();
        return backend(target, method, subpath + query(request))
                .recover(failure -> Future.failedFuture(unreachable(failure)))
                .compose(backend -> {
                    forwarded(backend, request);
                    return upgrade ? UpgradeRelay.relay(request, backend) : relay(backend, path, request);
                });
    }

    private static Future<Void> relay(HttpClientRequest backend, ProxyPath path, HttpServerRequest request) {
        return HttpRelay.send(request, backend)
                .recover(failure -> Future.failedFuture(unreachable(failure)))
                .compose(response -> {
                    Optional.ofNullable(response.getHeader("Location"))
                            .map(location -> path.rewrite(location, request.getHeader("Host")))
                            .ifPresent(location -> response.headers().set("Location", location));
                    return HttpRelay.answer(response, request.response());
                });
    }

    private Future<HttpClientRequest> backend(ProxyTarget target, HttpMethod method, String uri) {
        if (target.kubelet()) {
            return kubelets.request(method, new KubeletAddress(target.host(), target.port()), uri);
        }
        return client.request(new RequestOptions()
                .setMethod(method)
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.https())
                .setURI(uri.isEmpty() ? "/" : uri));
    }

    private static void forwarded(HttpClientRequest backend, HttpServerRequest request) {
        HttpRelay.forwardedFor(backend, request);
        backend.putHeader("X-Forwarded-Uri", request.path());
        backend.putHeader("X-Forwarded-Host", request.getHeader("Host") == null ? "" : request.getHeader("Host"));
        backend.putHeader("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
    }

    private static boolean isRead(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private static String prefix(HttpServerRequest request, String subpath) {
        return request.path().substring(0, request.path().length() - subpath.length());
    }

    private static String query(HttpServerRequest request) {
        return request.query() == null ? "" : "?" + request.query();
    }

    private static ApiException unreachable(Throwable failure) {
        return failure instanceof ApiException known
                ? known
                : Statuses.serviceUnavailable("error trying to reach service: " + failure.getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}

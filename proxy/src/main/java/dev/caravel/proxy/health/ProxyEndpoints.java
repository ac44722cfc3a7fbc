package dev.caravel.proxy.health;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** The proxy's two small HTTP servers: health for load balancers, metrics for operators. Thread-safe. */
public final class ProxyEndpoints implements AutoCloseable {
    private final HttpServer health;
    private final HttpServer metrics;

    private ProxyEndpoints(HttpServer health, HttpServer metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    /** @throws RuntimeException when an address cannot be taken */
    public static ProxyEndpoints start(
            Vertx vertx,
            String healthAddress,
            String metricsAddress,
            ProxyHealth state,
            PrometheusMeterRegistry registry) {
        return new ProxyEndpoints(
                listen(vertx, healthAddress, request -> answerHealth(request, state)),
                listen(vertx, metricsAddress, request -> answerMetrics(request, registry)));
    }

    private static HttpServer listen(Vertx vertx, String address, io.vertx.core.Handler<HttpServerRequest> handler) {
        int colon = address.lastIndexOf(':');
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address.substring(0, colon).replace("[", "").replace("]", ""))
                .setPort(Integer.parseInt(address.substring(colon + 1)));
        return vertx.createHttpServer(options)
                .requestHandler(handler)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void answerHealth(HttpServerRequest request, ProxyHealth state) {
        switch (request.path()) {
            case "/healthz" -> answerJson(request, state.healthy(), state.json());
            case "/livez" -> answerJson(request, state.live(), state.json());
            default -> request.response().setStatusCode(404).end("404 page not found\n");
        }
    }

    private static void answerJson(HttpServerRequest request, boolean ok, String body) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Content-Type-Options", "nosniff")
                .setStatusCode(ok ? 200 : 503)
                .end(body);
    }

    private static void answerMetrics(HttpServerRequest request, PrometheusMeterRegistry registry) {
        switch (request.path()) {
            case "/metrics" ->
                request.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(registry.scrape());
            case "/healthz" -> request.response().end("ok");
            case "/proxyMode" -> request.response().end("nftables");
            default -> request.response().setStatusCode(404).end("404 page not found\n");
        }
    }

    @Override
    public void close() {
        health.close();
        metrics.close();
    }
}

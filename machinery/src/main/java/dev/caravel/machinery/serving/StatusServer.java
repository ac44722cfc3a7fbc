package dev.caravel.machinery.serving;

import static java.util.Objects.requireNonNull;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Serves {@code /healthz}, {@code /livez}, {@code /readyz} and {@code /metrics} of a role that has no other HTTP API.
 *
 * <p>Thread-safe; the address is taken when {@link #start} returns.
 */
public final class StatusServer implements AutoCloseable {
    private static final Set<String> HEALTH_PATHS = Set.of("/healthz", "/livez", "/readyz");

    private final HttpServer server;
    private final Map<String, List<HealthCheck>> checks;
    private final PrometheusMeterRegistry metrics;

    private StatusServer(HttpServer server, Map<String, List<HealthCheck>> checks, PrometheusMeterRegistry metrics) {
        this.server = server;
        this.checks = checks;
        this.metrics = metrics;
    }

    /**
     * @param checks the checks per health path ({@code "/readyz"} …); a path without an entry has only {@code ping}
     * @param options address, port and, for HTTPS, the key and certificate
     * @throws RuntimeException when the address cannot be taken
     */
    public static StatusServer start(
            Vertx vertx,
            HttpServerOptions options,
            Map<String, List<HealthCheck>> checks,
            PrometheusMeterRegistry metrics) {
        StatusServer status = new StatusServer(
                vertx.createHttpServer(options), Map.copyOf(checks), requireNonNull(metrics, "metrics is null"));
        status.server.requestHandler(status::handle);
        status.server.listen().toCompletionStage().toCompletableFuture().join();
        return status;
    }

    /** The port taken; of use when the options said 0. */
    public int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/metrics")) {
            request.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.scrape());
        } else if (HEALTH_PATHS.contains(path)) {
            HealthReport report = HealthReport.of(
                    path.substring(1),
                    checks.getOrDefault(path, List.of(HealthCheck.ping())),
                    request.params().contains("verbose"),
                    Set.copyOf(request.params().getAll("exclude")));
            request.response()
                    .setStatusCode(report.healthy() ? 200 : 500)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(report.body());
        } else {
            request.response().setStatusCode(404).end("404 page not found\n");
        }
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}

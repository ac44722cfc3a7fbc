package dev.caravel.apiserver.kinds.components;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks {@code /healthz} of a port of this machine, whoever answers there. Blocks. */
final class HealthzProbe implements Supplier<ComponentHealth> {
    private static final long PATIENCE_SECONDS = 20;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final Vertx vertx;
    private final int port;

    HealthzProbe(Vertx vertx, int port) {
        this.vertx = requireNonNull(vertx, "vertx is null");
        this.port = port;
    }

    @Override
    public ComponentHealth get() {
        String asked = "Get \"https://127.0.0.1:%d/healthz\": ".formatted(port);
        // Its certificate is its own, and told to nobody; nothing is said to it that it should not hear.
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        try {
            return client.request(HttpMethod.GET, port, "127.0.0.1", "/healthz")
                    .compose(request -> request.send().compose(response -> response.body()
                            .map(body -> judge(response.statusCode(), body.toString()))))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return ComponentHealth.failed(asked + reason(e.getCause()));
        } catch (TimeoutException e) {
            return ComponentHealth.failed(asked + "context deadline exceeded");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ComponentHealth.failed(asked + "context canceled");
        } finally {
            client.close();
        }
    }

    private static ComponentHealth judge(int status, String body) {
        return status >= OK && status < BAD_REQUEST
                ? ComponentHealth.healthy(body)
                : ComponentHealth.failed("HTTP probe failed with statuscode: " + status);
    }

    private String reason(Throwable failure) {
        return failure instanceof ConnectException
                ? "dial tcp 127.0.0.1:%d: connect: connection refused".formatted(port)
                : String.valueOf(failure.getMessage());
    }
}

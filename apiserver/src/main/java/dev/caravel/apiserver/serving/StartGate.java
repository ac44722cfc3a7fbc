package dev.caravel.apiserver.serving;

import dev.caravel.apiserver.http.StatusDocument;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Takes every request from the moment that the port is open, which is before the server is assembled: until then the answer is
 * 503.
 */
@Singleton
public final class StartGate {
    private static final String RETRY_AFTER_SECONDS = "1";

    private volatile Handler<RoutingContext> server = StartGate::refuse;

    void install(@Observes Router router) {
        router.route().handler(context -> server.handle(context));
    }

    /** From now on requests go to {@code handler}. */
    public void open(Handler<RoutingContext> handler) {
        server = handler;
    }

    private static void refuse(RoutingContext context) {
        byte[] status = JsonCodec.write(StatusDocument.of(
                Statuses.serviceUnavailable("the server is starting").status()));
        context.response()
                .setStatusCode(503)
                .putHeader("Content-Type", "application/json")
                .putHeader("Retry-After", RETRY_AFTER_SECONDS)
                .end(Buffer.buffer(status));
    }
}

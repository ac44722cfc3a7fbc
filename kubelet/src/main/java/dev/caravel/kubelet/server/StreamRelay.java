package dev.caravel.kubelet.server;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.serving.ProtocolSwitch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Connects a client with the runtime's streaming server and relays the upgraded connection byte for byte, be it SPDY or
 * WebSocket.
 */
final class StreamRelay {
    private static final Logger log = Logger.getLogger(StreamRelay.class);
    private static final Set<String> NOT_FORWARDED = Set.of("authorization", "host", "content-length");

    private final HttpClient client;

    StreamRelay(Vertx vertx) {
        this.client = requireNonNull(vertx, "vertx is null").createHttpClient();
    }

    /**
     * Must be called on the request's event loop, with the request paused.
     *
     * @param url of the runtime's streaming server
     */
    void relay(HttpServerRequest request, String url) {
        client.request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url))
                .compose(backend -> connect(request, backend))
                .onFailure(failure -> {
                    log.warnf("cannot relay %s: %s", request.path(), failure.getMessage());
                    if (!request.response().ended() && !request.response().headWritten()) {
                        request.response().setStatusCode(502).end(failure.getMessage() + "\n");
                    }
                });
    }

    private static Future<Void> connect(HttpServerRequest request, HttpClientRequest backend) {
        for (Map.Entry<String, String> header : request.headers()) {
            if (!NOT_FORWARDED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                backend.headers().add(header.getKey(), header.getValue());
            }
        }
        // From the upgrade on it is the socket that tells of failures.
        backend.exceptionHandler(_ -> {});
        return backend.connect()
                .compose(answer -> answer.statusCode() == 101 ? join(request, answer) : refuse(request, answer));
    }

    private static Future<Void> refuse(HttpServerRequest request, HttpClientResponse answer) {
        return answer.body()
                .compose(body ->
                        request.response().setStatusCode(answer.statusCode()).end(body));
    }

    private static Future<Void> join(HttpServerRequest request, HttpClientResponse answer) {
        NetSocket backend = answer.netSocket().pause();
        return ProtocolSwitch.accept(request, answer.headers())
                .onFailure(_ -> backend.close())
                .map(socket -> {
                    backend.pipeTo(socket).onComplete(_ -> socket.close());
                    socket.pipeTo(backend).onComplete(_ -> backend.close());
                    return null;
                });
    }

    void close() {
        client.close();
    }
}

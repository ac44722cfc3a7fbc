package dev.caravel.apiserver.streaming;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Set;

/** Relays a plain HTTP exchange, streaming both ways. Bound to the client's event loop. */
public final class HttpRelay {
    /** RFC 9110, 7.6.1: these concern one connection only. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "x-forwarded-for", "x-forwarded-uri", "x-forwarded-host", "x-forwarded-proto");

    private HttpRelay() {}

    /** Says whom the request comes from. */
    public static void forwardedFor(HttpClientRequest backend, HttpServerRequest request) {
        String client = request.remoteAddress().hostAddress();
        String before = request.getHeader("X-Forwarded-For");
        backend.putHeader("X-Forwarded-For", before == null ? client : before + ", " + client);
    }

    /** Gives up what is asked of the backend when the client goes, be it before there is an answer. */
    static HttpClientRequest whileThere(HttpServerRequest client, HttpClientRequest backend) {
        client.response().closeHandler(_ -> backend.reset());
        if (client.response().closed()) {
            backend.reset();
        }
        return backend;
    }

    /** Sends the client's request on; what is in {@code backend} already stays. */
    public static Future<HttpClientResponse> send(HttpServerRequest client, HttpClientRequest backend) {
        client.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !NOT_FORWARDED.contains(lower)) {
                IdentityHeaders.forwarded(name, value)
                        .ifPresent(shown -> backend.headers().add(name, shown));
            }
        });
        if (!client.headers().contains("Content-Length")) {
            backend.setChunked(client.headers().contains("Transfer-Encoding"));
        }
        return whileThere(client, backend).send(client);
    }

    /** Sends the backend's answer on as it arrives. */
    public static Future<Void> answer(HttpClientResponse backend, HttpServerResponse client) {
        return copyHead(backend, client).compose(_ -> backend.pipeTo(client));
    }

    static Future<Void> copyHead(HttpClientResponse backend, HttpServerResponse client) {
        client.setStatusCode(backend.statusCode());
        backend.headers().forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                client.headers().add(name, value);
            }
        });
        if (!backend.headers().contains("Content-Length")) {
            client.setChunked(true);
        }
        return Future.succeededFuture();
    }
}

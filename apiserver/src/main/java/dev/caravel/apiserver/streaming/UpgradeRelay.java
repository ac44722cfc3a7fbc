package dev.caravel.apiserver.streaming;

import dev.caravel.machinery.serving.ProtocolSwitch;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Relays an upgraded connection byte for byte, whatever its protocol. Bound to the client's event loop. */
public final class UpgradeRelay {
    /** Who the client is does not concern the backend: the API server speaks for itself there. */
    private static final Set<String> NOT_FORWARDED = Set.of(
            "host", "content-length", "x-forwarded-for", "x-forwarded-uri", "x-forwarded-host", "x-forwarded-proto");

    /** The only method with which Vert.x' client upgrades; servers take it as well as the POST of SPDY clients. */
    public static final HttpMethod METHOD = HttpMethod.GET;

    private UpgradeRelay() {}

    /** @param backend not sent yet; takes the client's headers, the wish for an upgrade among them */
    public static Future<Void> relay(HttpServerRequest client, HttpClientRequest backend) {
        for (Map.Entry<String, String> header : client.headers()) {
            if (!NOT_FORWARDED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                IdentityHeaders.forwarded(header.getKey(), header.getValue())
                        .ifPresent(shown -> backend.headers().add(header.getKey(), shown));
            }
        }
        // From the upgrade on it is the socket that tells of failures.
        backend.exceptionHandler(_ -> {});
        return HttpRelay.whileThere(client, backend)
                .connect()
                .compose(response -> response.statusCode() == 101
                        ? join(client, response)
                        : HttpRelay.copyHead(response, client.response())
                                .compose(_ -> response.pipeTo(client.response())));
    }

    private static Future<Void> join(HttpServerRequest client, HttpClientResponse response) {
        NetSocket backend = response.netSocket().pause();
        return ProtocolSwitch.accept(client, response.headers())
                .onFailure(_ -> backend.close())
                .map(socket -> {
                    backend.pipeTo(socket).onComplete(_ -> socket.close());
                    socket.pipeTo(backend).onComplete(_ -> backend.close());
                    return null;
                });
    }
}

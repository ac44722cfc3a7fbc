package dev.caravel.apiserver.streaming;

import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;

/** Asks a kubelet to change a connection's protocol. */
final class Upgrade {
    static final String SPDY = "SPDY/3.1";
    static final String STREAM_PROTOCOL = "X-Stream-Protocol-Version";

    private Upgrade() {}

    /** The 101 response of a connection that speaks SPDY from here on; fails with what the kubelet said instead. */
    static Future<HttpClientResponse> toSpdy(HttpClientRequest request, List<String> protocols) {
        request.putHeader("Connection", "Upgrade").putHeader("Upgrade", SPDY);
        request.headers().add(STREAM_PROTOCOL, protocols);
        // From the upgrade on it is the socket that tells of failures.
        request.exceptionHandler(_ -> {});
        return request.connect().compose(Upgrade::accepted);
    }

    private static Future<HttpClientResponse> accepted(HttpClientResponse response) {
        return response.statusCode() == 101
                ? Future.succeededFuture(response)
                : response.body().compose(body -> Future.failedFuture(refusal(response.statusCode(), body)));
    }

    private static ApiException refusal(int code, Buffer body) {
        String text = body.toString().strip();
        return switch (code) {
            case 400 -> Statuses.badRequest(text);
            case 503 -> Statuses.serviceUnavailable(text);
            default -> Statuses.internal("unable to upgrade connection: " + text);
        };
    }
}

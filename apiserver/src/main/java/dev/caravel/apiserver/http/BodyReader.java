package dev.caravel.apiserver.http;

import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.NoStackTraceThrowable;
import java.util.concurrent.ExecutionException;

/** Reads a request's body up to a limit, once it is known that someone wants it. Thread-safe. */
final class BodyReader {
    /** Upstream's. */
    static final int LIMIT = 3 * 1024 * 1024;

    private static final NoStackTraceThrowable GONE = new NoStackTraceThrowable("the client has gone");

    private BodyReader() {}

    /**
     * Blocks until the body is there.
     *
     * @param request paused, and nothing of it read
     * @param context the request's event loop
     * @throws InterruptedException when the client goes before it has sent all
     * @throws dev.caravel.apiserver.status.ApiException 413 as soon as it is known to be too long
     */
    static byte[] read(HttpServerRequest request, Context context, Client client) throws InterruptedException {
        if (declaredLength(request) > LIMIT) {
            throw Statuses.requestEntityTooLarge("limit is " + LIMIT);
        }
        Promise<Buffer> whole = Promise.promise();
        client.onGone(() -> whole.tryFail(GONE));
        context.runOnContext(_ -> collect(request, whole));
        try {
            return whole.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get()
                    .getBytes();
        } catch (ExecutionException e) {
            client.requireThere();
            if (e.getCause() instanceof ApiException known) {
                throw known;
            }
            throw Statuses.badRequest("the body cannot be read: " + e.getCause().getMessage());
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw Statuses.badRequest("bad Content-Length \"" + length + "\"");
        }
    }

    private static void collect(HttpServerRequest request, Promise<Buffer> whole) {
        if (request.isEnded()) {
            whole.tryComplete(Buffer.buffer());
            return;
        }
        Buffer collected = Buffer.buffer();
        request.exceptionHandler(whole::tryFail);
        request.endHandler(_ -> whole.tryComplete(collected));
        request.handler(piece -> {
            if (collected.length() + piece.length() <= LIMIT) {
                collected.appendBuffer(piece);
            } else {
                whole.tryFail(Statuses.requestEntityTooLarge("limit is " + LIMIT));
            }
        });
        request.resume();
    }
}

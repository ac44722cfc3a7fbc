package dev.caravel.apiserver.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One POST of JSON whose answer may take neither longer nor be longer than is allowed: its connection is closed as soon as it
 * exceeds either, or the one who waits is interrupted.
 */
final class BoundedPost {
    /** @param contentType empty when the server names none */
    record Answer(int status, String contentType, byte[] body) {}

    /** There is more to the answer than is read. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong(int limit) {
            super("the answer is longer than " + limit + " bytes");
        }
    }

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final Buffer read = Buffer.buffer();
    private final int limit;

    private BoundedPost(int limit) {
        this.limit = limit;
    }

    static Answer send(HttpClient client, RequestOptions options, byte[] body, int limit, Duration timeout)
            throws ExecutionException, TimeoutException, InterruptedException {
        BoundedPost post = new BoundedPost(limit);
        client.request(options.setMethod(HttpMethod.POST))
                .onSuccess(request -> post.begin(request, body))
                .onFailure(post.answer::completeExceptionally);
        try {
            return post.answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            // Has no effect on an answer that is there; else begin() gives the request up, now or once it has a
            // connection.
            post.answer.cancel(false);
        }
    }

    private void begin(HttpClientRequest request, byte[] body) {
        answer.whenComplete((_, failure) -> {
            if (failure != null) {
                request.reset();
            }
        });
        if (!answer.isDone()) {
            request.exceptionHandler(answer::completeExceptionally);
            request.putHeader("Content-Type", "application/json")
                    .putHeader("Accept", "application/json")
                    .send(Buffer.buffer(body))
                    .onSuccess(this::read)
                    .onFailure(answer::completeExceptionally);
        }
    }

    private void read(HttpClientResponse response) {
        response.exceptionHandler(answer::completeExceptionally);
        response.handler(piece -> {
            if (read.length() + piece.length() > limit) {
                answer.completeExceptionally(new TooLong(limit));
            } else {
                read.appendBuffer(piece);
            }
        });
        String type = response.getHeader("Content-Type");
        response.endHandler(
                _ -> answer.complete(new Answer(response.statusCode(), type == null ? "" : type, read.getBytes())));
    }
}

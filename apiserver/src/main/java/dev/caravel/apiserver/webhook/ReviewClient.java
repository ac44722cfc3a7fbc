package dev.caravel.apiserver.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.webhook.ReviewFailure.Result;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts reviews to the one server that a kubeconfig names, each of them once. Blocks the calling thread, which should be a
 * virtual one; thread-safe.
 */
public final class ReviewClient implements AutoCloseable {
    private static final int MAX_ANSWER = 3 * 1024 * 1024;

    /** Requests wait for their answers; none should wait for another's. */
    private static final int CONNECTIONS = 256;

    private final HttpClient client;
    private final RequestOptions request;
    private final String url;
    private final Duration timeout;

    public ReviewClient(Vertx vertx, WebhookKubeconfig config, Duration timeout) {
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.url = config.url() + (config.url().contains("?") ? "&" : "?") + "timeout=" + GoDuration.format(timeout);
        this.request = new RequestOptions()
                .setAbsoluteURI(url)
                .setMethod(HttpMethod.POST)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, */*")
                .putHeader("User-Agent", "kube-apiserver");
        config.authorization().ifPresent(value -> request.putHeader("Authorization", value));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS);
        this.client = vertx.createHttpClient(config.clientOptions(), pool);
    }

    /** The server's answer, whatever it says. */
    public ObjectNode post(ObjectNode review) throws ReviewFailure {
        Buffer body = Buffer.buffer(JsonCodec.write(review));
        // The answer is taken where it arrives, on the connection's own thread: elsewhere it may be over already.
        Future<ReviewAnswer> answer = client.request(new RequestOptions(request))
                .compose(made -> made.send(body).compose(ReviewClient::read));
        try {
            return answer.toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .review();
        } catch (TimeoutException e) {
            throw failure(Result.TIMEOUT, false, "context deadline exceeded");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Result.CANCELED, false, "context canceled");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            boolean reset = cause instanceof HttpClosedException || cause instanceof SocketException && isReset(cause);
            throw failure(Result.ERROR, reset, Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
        }
    }

    private static boolean isReset(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), "").contains("reset");
    }

    private ReviewFailure failure(Result result, boolean passing, String why) {
        return new ReviewFailure(result, passing, "Post \"%s\": %s".formatted(url, why));
    }

    /** Nobody is made to keep more than {@link #MAX_ANSWER}. */
    private static Future<ReviewAnswer> read(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(piece -> {
            if (body.length() + piece.length() > MAX_ANSWER) {
                response.request().reset();
            } else {
                body.appendBuffer(piece);
            }
        });
        return response.end()
                .map(_ -> new ReviewAnswer(
                        response.statusCode(),
                        Objects.requireNonNullElse(response.getHeader("Content-Type"), ""),
                        response.getHeader("Retry-After") != null,
                        body.getBytes()));
    }

    @Override
    public void close() {
        client.close();
    }
}

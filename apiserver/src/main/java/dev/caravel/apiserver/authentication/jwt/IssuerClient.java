package dev.caravel.apiserver.authentication.jwt;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads what issuers publish. Blocks the calling thread, which should be a virtual one; thread-safe. */
final class IssuerClient implements AutoCloseable {
    /** As upstream. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int MAX_BODY = 3 * 1024 * 1024;

    /** @param cacheControl empty when there is none */
    record Document(int status, String reason, String contentType, String cacheControl, String body) {
        String statusText() {
            return status + " " + reason;
        }
    }

    /** Where answers are read: on another thread, one may have ended before it is listened to. */
    private final Context context;

    private final HttpClient client;

    /** @param authorities PEM; empty for the system's */
    IssuerClient(Vertx vertx, String authorities) {
        HttpClientOptions options =
                new HttpClientOptions().setSsl(true).setUseAlpn(true).setVerifyHost(true);
        if (!authorities.isEmpty()) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities)));
        }
        this.client = vertx.createHttpClient(options);
        this.context = vertx.getOrCreateContext();
    }

    Document get(String url, Optional<String> bearerToken) throws IOException {
        try {
            RequestOptions request = new RequestOptions()
                    .setAbsoluteURI(url)
                    .setMethod(HttpMethod.GET)
                    .setFollowRedirects(true)
                    .putHeader("Accept", "application/json, */*");
            bearerToken.ifPresent(token -> request.putHeader("Authorization", "Bearer " + token));
            CompletableFuture<Document> answer = new CompletableFuture<>();
            context.runOnContext(_ -> client.request(request)
                    .compose(sent -> sent.send())
                    .compose(response -> response.body().map(body -> document(response, body)))
                    .onSuccess(answer::complete)
                    .onFailure(answer::completeExceptionally));
            return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    "Get \"%s\": %s"
                            .formatted(
                                    url,
                                    Objects.requireNonNullElse(
                                            e.getCause().getMessage(),
                                            e.getCause().toString())),
                    e);
        } catch (TimeoutException e) {
            throw new IOException("Get \"%s\": context deadline exceeded".formatted(url), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Get \"%s\": context canceled".formatted(url), e);
        } catch (RuntimeException e) {
            throw new IOException("Get \"%s\": %s".formatted(url, e.getMessage()), e);
        }
    }

    private static Document document(HttpClientResponse response, Buffer body) {
        if (body.length() > MAX_BODY) {
            throw new IllegalStateException("the answer is longer than " + MAX_BODY + " bytes");
        }
        return new Document(
                response.statusCode(),
                response.statusMessage(),
                header(response, "Content-Type"),
                header(response, "Cache-Control"),
                body.toString());
    }

    private static String header(HttpClientResponse response, String name) {
        return Objects.requireNonNullElse(response.getHeader(name), "");
    }

    @Override
    public void close() {
        client.close();
    }
}

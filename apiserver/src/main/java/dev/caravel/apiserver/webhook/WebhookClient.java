package dev.caravel.apiserver.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks webhooks, by HTTPS. Blocks the calling thread, which should be a virtual one; thread-safe. */
public final class WebhookClient implements AutoCloseable {
    /** Authorities whose connections are kept; those that were not used for longest are closed. */
    private static final int KEPT = 100;

    private static final int MAX_ANSWER = 3 * 1024 * 1024;
    private static final int SUCCESS = 2;

    private final Vertx vertx;
    private final ServiceLocator services;
    private final Map<String, HttpClient> byAuthority = new LinkedHashMap<>(16, 0.75f, true);

    public WebhookClient(Vertx vertx, ServiceLocator services) {
        this.vertx = requireNonNull(vertx, "vertx is null");
        this.services = requireNonNull(services, "services is null");
    }

    /**
     * Posts a review and returns the answer.
     *
     * @throws WebhookException when there is none within {@code timeout}, or one that is not JSON
     */
    public ObjectNode call(ClientConfig config, ObjectNode review, Duration timeout) throws WebhookException {
        String query = "timeout=" + timeout.toSeconds() + "s";
        String separator = config.address().contains("?") ? "&" : "?";
        String asked = "Post \"" + config.address() + separator + query + "\": ";
        try {
            RequestOptions options = options(config, separator + query)
                    .setMethod(HttpMethod.POST)
                    .setTimeout(timeout.toMillis());
            return post(client(config.caBundle()), options, review)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new WebhookException(asked + "context deadline exceeded");
        } catch (ExecutionException e) {
            throw new WebhookException(asked + reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WebhookException(asked + "context canceled");
        } catch (IllegalArgumentException e) {
            throw new WebhookException(asked + e.getMessage());
        }
    }

    private RequestOptions options(ClientConfig config, String query) throws WebhookException {
        if (config.service().isPresent()) {
            ClientConfig.Service service = config.service().get();
            return new RequestOptions()
                    .setServer(services.locate(service))
                    .setHost(service.host())
                    .setPort(service.port())
                    .setURI(service.path() + query);
        }
        return new RequestOptions().setAbsoluteURI(config.url().orElse("") + query);
    }

    private static Future<ObjectNode> post(HttpClient client, RequestOptions options, ObjectNode review) {
        return client.request(options)
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .putHeader("Accept", "application/json")
                        .send(Buffer.buffer(JsonCodec.write(review))))
                .compose(response -> response.body().map(body -> answer(response.statusCode(), body)));
    }

    private static ObjectNode answer(int status, Buffer body) {
        if (status / 100 != SUCCESS) {
            throw new IllegalStateException("the server answered with status " + status);
        }
        if (body.length() > MAX_ANSWER) {
            throw new IllegalStateException("the answer is longer than " + MAX_ANSWER + " bytes");
        }
        try {
            return JsonCodec.readObject(body.getBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the answer is not a JSON object", e);
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof TimeoutException || failure.getMessage() == null
                ? "context deadline exceeded"
                : failure.getMessage();
    }

    private HttpClient client(String caBundle) {
        synchronized (byAuthority) {
            HttpClient client = byAuthority.computeIfAbsent(caBundle, this::open);
            if (byAuthority.size() > KEPT) {
                String eldest = byAuthority.keySet().iterator().next();
                byAuthority.remove(eldest).close();
            }
            return client;
        }
    }

    private HttpClient open(String caBundle) {
        HttpClientOptions options = new HttpClientOptions().setSsl(true).setVerifyHost(true);
        if (!caBundle.isEmpty()) {
            options.setTrustOptions(new PemTrustOptions()
                    .addCertValue(Buffer.buffer(Base64.getDecoder().decode(caBundle.getBytes(UTF_8)))));
        }
        return vertx.createHttpClient(options);
    }

    @Override
    public void close() {
        synchronized (byAuthority) {
            byAuthority.values().forEach(HttpClient::close);
            byAuthority.clear();
        }
    }
}

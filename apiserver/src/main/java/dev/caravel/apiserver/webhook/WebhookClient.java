package dev.caravel.apiserver.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.webhook.BoundedPost.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks webhooks, by HTTPS. Blocks the calling thread, which should be a virtual one; thread-safe.
 *
 * <p>Redirects are not followed: what a webhook names is asked from inside the control plane's network.
 */
public final class WebhookClient implements AutoCloseable {
    /** Authorities whose connections are kept; those that were not used for longest are closed. */
    private static final int KEPT = 100;

    /** No call lasts longer: an authority that was pushed out serves the calls that it has to their end. */
    private static final Duration LINGER = Duration.ofMinutes(1);

    private static final int MAX_ANSWER = 3 * 1024 * 1024;
    private static final int CONNECT_MILLIS = 30_000;

    /** Shorter than common servers keep an idle connection, which they could close while it is taken into use. */
    private static final int IDLE_SECONDS = 30;

    /** Hanging calls must not keep others waiting; how many there can be is flow control's matter. */
    private static final int MAX_CONNECTIONS = 10_000;

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
     * @throws WebhookException when there is none within {@code timeout}, or one that is not a JSON object
     */
    public ObjectNode call(ClientConfig config, ObjectNode review, Duration timeout) throws WebhookException {
        if (config.url().isEmpty() && config.service().isEmpty()) {
            throw new WebhookException("webhook configuration must have either service or URL");
        }
        String address = config.address() + "?timeout=" + Math.max(1, timeout.toSeconds()) + "s";
        String asked = "Post \"" + address + "\": ";
        SocketAddress peer = null;
        try {
            RequestOptions options = new RequestOptions().setAbsoluteURI(address);
            peer = config.service().isPresent()
                    ? services.locate(config.service().get())
                    : SocketAddress.inetSocketAddress(options.getPort(), options.getHost());
            options.setServer(peer);
            return object(
                    BoundedPost.send(client(config.caBundle()), options, JsonCodec.write(review), MAX_ANSWER, timeout));
        } catch (WebhookException e) {
            throw peer == null ? new WebhookException(asked + e.getMessage(), e.code()) : e;
        } catch (TimeoutException e) {
            throw new WebhookException(asked + FailureText.of(e, peer));
        } catch (ExecutionException e) {
            throw new WebhookException(asked + FailureText.of(e.getCause(), peer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WebhookException(asked + "context canceled");
        } catch (RuntimeException e) {
            throw new WebhookException(asked + e.getMessage());
        }
    }

    private static ObjectNode object(Answer answer) throws WebhookException {
        if (answer.status() < 200 || answer.status() > 206) {
            throw new WebhookException(UnexpectedStatus.explain(answer), answer.status());
        }
        if (answer.body().length == 0) {
            throw new WebhookException("0-length response with status code: %d and content type: %s"
                    .formatted(answer.status(), answer.contentType()));
        }
        try {
            return JsonCodec.readObject(answer.body());
        } catch (IOException e) {
            throw new WebhookException("couldn't get version/kind; json parse error: " + e.getMessage());
        }
    }

    private HttpClient client(String caBundle) {
        synchronized (byAuthority) {
            HttpClient client = byAuthority.computeIfAbsent(caBundle, this::open);
            if (byAuthority.size() > KEPT) {
                HttpClient eldest =
                        byAuthority.remove(byAuthority.keySet().iterator().next());
                vertx.setTimer(LINGER.toMillis(), _ -> eldest.close());
            }
            return client;
        }
    }

    private HttpClient open(String caBundle) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setMaxPoolSize(MAX_CONNECTIONS);
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

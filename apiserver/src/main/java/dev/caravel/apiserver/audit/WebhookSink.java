package dev.caravel.apiserver.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.webhook.WebhookKubeconfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** Events as {@code EventList}s to a server that a kubeconfig names. Thread-safe; blocks until the server has answered. */
final class WebhookSink implements AuditSink {
    private static final Logger log = Logger.getLogger(WebhookSink.class);

    private static final int ATTEMPTS = 5;
    private static final long TIMEOUT_MILLIS = 30_000;

    private final HttpClient client;
    private final WebhookKubeconfig config;
    private final Duration backoff;

    private WebhookSink(HttpClient client, WebhookKubeconfig config, Duration backoff) {
        this.client = requireNonNull(client, "client is null");
        this.config = requireNonNull(config, "config is null");
        this.backoff = requireNonNull(backoff, "backoff is null");
    }

    /** @throws IOException when the kubeconfig cannot be used */
    static WebhookSink of(AuditFlags flags, Vertx vertx) throws IOException {
        WebhookKubeconfig config = WebhookKubeconfig.read(flags.webhookConfigFile);
        return new WebhookSink(vertx.createHttpClient(config.clientOptions()), config, flags.webhookBackoff);
    }

    @Override
    public void write(List<ObjectNode> events) {
        ObjectNode list = JsonCodec.object().put("kind", "EventList").put("apiVersion", "audit.k8s.io/v1");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        events.forEach(items::add);
        Buffer body = Buffer.buffer(JsonCodec.write(list));
        try {
            send(body, events.size());
        } catch (InterruptedException e) {
            log.errorf("%d audit events are lost: the server stops", events.size());
            Thread.currentThread().interrupt();
        }
    }

    private void send(Buffer body, int count) throws InterruptedException {
        Duration pause = backoff;
        for (int attempt = 1; ; attempt++) {
            try {
                int status = post(body);
                if (status / 100 == 2) {
                    return;
                }
                throw new IOException(config.url() + " answers " + status);
            } catch (ExecutionException | IOException e) {
                if (attempt == ATTEMPTS) {
                    log.errorf("%d audit events are lost: %s", count, e.getMessage());
                    return;
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(3).dividedBy(2);
            }
        }
    }

    private int post(Buffer body) throws InterruptedException, ExecutionException {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(config.url())
                .setMethod(HttpMethod.POST)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("Content-Type", "application/json");
        config.authorization().ifPresent(value -> options.putHeader("Authorization", value));
        return client.request(options)
                .compose(request ->
                        request.send(body).compose(response -> response.body().map(_ -> response)))
                .map(HttpClientResponse::statusCode)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @Override
    public void close() {
        client.close();
    }
}

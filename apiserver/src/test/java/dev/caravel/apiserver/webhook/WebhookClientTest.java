package dev.caravel.apiserver.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.fixture.WebhookServer;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The client of webhooks")
@Timeout(60)
class WebhookClientTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final ObjectNode REVIEW = Json.object("{kind: 'Review'}");

    private static final Vertx vertx = Vertx.vertx();
    private static final InMemoryObjects objects = new InMemoryObjects();
    private static WebhookServer server;
    private static WebhookClient client;

    @BeforeAll
    static void start() throws Exception {
        server = WebhookServer.start("hook.ns.svc");
        client = new WebhookClient(vertx, new ServiceLocator(objects));
        service("hook", "{type: 'ExternalName', externalName: 'localhost'}");
        service("other", "{type: 'ExternalName', externalName: 'localhost'}");
        service("ported", "{type: 'ClusterIP', clusterIP: '10.0.0.1', ports: [{port: 443}]}");
        service("headless", "{type: 'ClusterIP', clusterIP: 'None', ports: [{port: 443}]}");
        service("odd", "{type: 'Odd'}");
    }

    private static void service(String name, String spec) {
        objects.create(
                new GroupResource("", "services"),
                "ns",
                Json.object("{metadata: {name: '%s', namespace: 'ns'}, spec: %s}".formatted(name, spec)));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
        vertx.close();
    }

    private static ClientConfig at(String path) {
        return ClientConfig.of(Json.tree(server.clientConfig(path)));
    }

    private static ClientConfig atService(String name, int port) {
        return ClientConfig.of(
                Json.tree("{service: {namespace: 'ns', name: '%s', path: 'hook', port: %d}, caBundle: '%s'}"
                        .formatted(name, port, server.caBundle())));
    }

    private static String failure(ClientConfig config, Duration timeout) {
        return catchThrowableOfType(WebhookException.class, () -> client.call(config, REVIEW, timeout))
                .getMessage();
    }

    @Test
    @DisplayName("posts a review, tells how long it will wait, and returns the answer")
    void posts() throws Exception {
        CompletableFuture<String> asked = new CompletableFuture<>();
        server.handle("/posted", request -> request.body().onSuccess(body -> {
            asked.complete(
                    "%s %s %s %s".formatted(request.method(), request.uri(), request.getHeader("Content-Type"), body));
            request.response().end("{\"a\": 1}");
        }));

        assertThat(client.call(at("/posted"), REVIEW, PATIENT)).isEqualTo(Json.object("{a: 1}"));
        assertThat(asked.join()).isEqualTo("POST /posted?timeout=30s application/json {\"kind\":\"Review\"}");
    }

    @Test
    @DisplayName("calls a service by the name in its certificate")
    void service() throws Exception {
        CompletableFuture<String> name = new CompletableFuture<>();
        server.handle("/hook", request -> {
            name.complete(request.connection().indicatedServerName() + " " + request.getHeader("Host"));
            request.response().end("{}");
        });

        client.call(atService("hook", server.port()), REVIEW, PATIENT);

        assertThat(name.join()).isEqualTo("hook.ns.svc hook.ns.svc:" + server.port());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing | 443 | service \"missing\" not found",
                "ported | 8443 | no service port 8443 found for service \"ported\"",
                "headless | 443 | cannot route to service with ClusterIP \"None\"",
                "odd | 443 | unsupported service type \"Odd\""
            })
    @DisplayName("needs a service that leads somewhere")
    void services(String name, int port, String why) {
        assertThat(failure(atService(name, port), PATIENT))
                .isEqualTo("Post \"https://%s.ns.svc:%d/hook?timeout=30s\": %s".formatted(name, port, why));
    }

    @Test
    @DisplayName("does not trust a certificate for someone else")
    void wrongName() {
        assertThat(failure(atService("other", server.port()), PATIENT))
                .contains("tls: failed to verify certificate: x509: ")
                .contains("other.ns.svc");
    }

    @Test
    @DisplayName("does not trust a certificate of an authority that nobody named")
    void wrongAuthority() throws Exception {
        try (WebhookServer stranger = WebhookServer.start()) {
            ClientConfig config = ClientConfig.of(
                    Json.tree("{url: '%s', caBundle: '%s'}".formatted(stranger.url("/x"), server.caBundle())));

            assertThat(failure(config, PATIENT))
                    .endsWith("tls: failed to verify certificate: x509: certificate signed by unknown authority");
        }
    }

    @Test
    @DisplayName("says so when nobody listens")
    void refused() {
        assertThat(failure(ClientConfig.of(Json.tree("{url: 'https://127.0.0.1:1'}")), PATIENT))
                .isEqualTo(
                        "Post \"https://127.0.0.1:1/?timeout=30s\": dial tcp 127.0.0.1:1: connect: connection refused");
    }

    @Test
    @DisplayName("says so when the configuration names nothing")
    void nowhere() {
        assertThat(failure(ClientConfig.of(Json.tree("{}")), PATIENT))
                .isEqualTo("webhook configuration must have either service or URL");
    }

    @Test
    @DisplayName("gives up a webhook that hangs, and closes the connection")
    void hangs() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.handle("/hangs", request -> request.connection().closeHandler(closed::complete));

        assertThat(failure(at("/hangs"), SHORT))
                .isEqualTo("Post \"" + server.url("/hangs") + "?timeout=1s\": context deadline exceeded");
        closed.join();
    }

    @Test
    @DisplayName("gives up a webhook that answers drop by drop")
    void trickles() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.handle("/trickles", request -> {
            request.connection().closeHandler(closed::complete);
            HttpServerResponse response = request.response().setChunked(true);
            drop(response, closed);
        });

        assertThat(failure(at("/trickles"), SHORT)).endsWith("context deadline exceeded");
        closed.join();
    }

    private static void drop(HttpServerResponse response, CompletableFuture<Void> closed) {
        if (!closed.isDone()) {
            response.write(" ").onSuccess(_ -> vertx.setTimer(50, _ -> drop(response, closed)));
        }
    }

    @Test
    @DisplayName("stops reading an answer without end, and closes the connection")
    void endless() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.handle("/endless", request -> {
            request.connection().closeHandler(closed::complete);
            pour(request.response().setChunked(true), closed);
        });

        assertThat(failure(at("/endless"), PATIENT)).endsWith("the answer is longer than 3145728 bytes");
        closed.join();
    }

    private static void pour(HttpServerResponse response, CompletableFuture<Void> closed) {
        if (!closed.isDone()) {
            response.write(Buffer.buffer(new byte[64 * 1024])).onSuccess(_ -> pour(response, closed));
        }
    }

    @Test
    @DisplayName("says so when the connection is closed on it")
    void closes() {
        server.handle("/closes", request -> request.connection().close());

        assertThat(failure(at("/closes"), PATIENT)).endsWith(": EOF");
    }

    @Test
    @DisplayName("does not follow a redirect")
    void redirect() {
        CompletableFuture<HttpServerRequest> followed = new CompletableFuture<>();
        server.handle("/elsewhere", followed::complete);
        server.handle("/moved", request -> request.response()
                .setStatusCode(307)
                .putHeader("Location", server.url("/elsewhere"))
                .end());

        assertThat(failure(at("/moved"), PATIENT))
                .isEqualTo("the server responded with the status code 307 but did not return more information");
        assertThat(followed).isNotDone();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 |  | 0-length response with status code: 200 and content type: ",
                "200 | [1] | couldn't get version/kind; json parse error: json: cannot unmarshal array into an object",
                "500 | oops | an error on the server (\"oops\") has prevented the request from succeeding",
                "500 |  | an error on the server (\"unknown\") has prevented the request from succeeding",
                "404 | gone | the server could not find the requested resource",
                "403 | not you | not you",
                "418 | tea | the server responded with the status code 418 but did not return more information",
                "400 | {\"kind\": \"Status\", \"status\": \"Failure\", \"message\": \"said\"} | said"
            })
    @DisplayName("tells what was answered instead of a review")
    void noReview(int status, String body, String message) {
        server.handle(
                "/answers", request -> request.response().setStatusCode(status).end(body == null ? "" : body));

        assertThatThrownBy(() -> client.call(at("/answers"), REVIEW, PATIENT))
                .isInstanceOfSatisfying(WebhookException.class, e -> {
                    assertThat(e.getMessage().strip()).isEqualTo(message);
                    assertThat(e.code()).isEqualTo(status == 200 ? 503 : status);
                });
    }

    @Test
    @DisplayName("has no hanging call keep others waiting")
    void independent() throws Exception {
        server.handle("/stuck", _ -> {});
        server.handle("/quick", request -> request.response().end("{}"));
        for (int i = 0; i < 20; i++) {
            Thread.ofVirtual().start(() -> failure(at("/stuck"), PATIENT));
        }

        assertThat(client.call(at("/quick"), REVIEW, PATIENT)).isEmpty();
    }
}

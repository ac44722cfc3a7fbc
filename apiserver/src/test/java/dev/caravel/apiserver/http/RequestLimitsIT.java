package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.fixture.EtcdProcess;
import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("program")
@DisplayName("A request")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RequestLimitsIT {
    @AutoClose
    private static final Vertx vertx = Vertx.vertx();

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static HttpClient client;

    private record Answer(int code, JsonObject status) {}

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        client = client(server);
    }

    private static HttpClient client(ApiServerProcess of) {
        Config config = of.config("admin");
        return vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(config.getClientCertFile())
                        .addKeyPath(config.getClientKeyFile())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/namespaces?timeout=soon | invalid timeout specified in the request URL - time: invalid duration "soon"
            /api/v1/namespaces/a%2Fb        | Name parameter invalid: "a/b": may not contain '/'
            /api/v1/namespaces/a%25b        | Name parameter invalid: "a%b": may not contain '%'
            /api/v1/namespaces/default/configmaps/%2e%2e | Name parameter invalid: "..": may not be '..'
            """)
    @DisplayName("whose path or parameters play tricks is bad")
    void badPaths(String path, String message) throws Exception {
        Answer answer = send(HttpMethod.GET, path, HttpClientRequest::send);

        assertThat(answer.code()).isEqualTo(400);
        assertThat(answer.status().getString("reason")).isEqualTo("BadRequest");
        assertThat(answer.status().getString("message")).isEqualTo(message);
    }

    @Test
    @DisplayName("with more than three megabytes is too large")
    void tooLarge() throws Exception {
        Answer answer = send(HttpMethod.POST, "/api/v1/namespaces/default/configmaps", request -> request.putHeader(
                        "Content-Type", "application/json")
                .send(Buffer.buffer(new byte[3 * 1024 * 1024 + 1])));

        assertThat(answer.code()).isEqualTo(413);
        assertThat(answer.status().getString("reason")).isEqualTo("RequestEntityTooLarge");
    }

    @Test
    @DisplayName("that takes longer than it may is given up")
    void timesOut() throws Exception {
        Answer answer = send(HttpMethod.POST, "/api/v1/namespaces/default/configmaps?timeout=300ms", request -> {
            Future<HttpClientResponse> response = request.response();
            request.setChunked(true).sendHead();
            return response;
        });

        assertThat(answer.code()).isEqualTo(504);
        assertThat(answer.status().getString("reason")).isEqualTo("Timeout");
        assertThat(answer.status().getString("message"))
                .isEqualTo("Timeout: request did not complete within the allotted timeout");
    }

    @Test
    @DisplayName("that lasts ends well when the server stops")
    void watchEnds() throws Exception {
        try (EtcdProcess ownEtcd = EtcdProcess.start()) {
            ApiServerProcess own = ApiServerProcess.start(ownEtcd, _ -> List.of("--shutdown-delay-duration=1s"));
            CompletableFuture<Integer> began = new CompletableFuture<>();
            Future<Void> ended = client(own)
                    .request(HttpMethod.GET, port(own), "127.0.0.1", "/api/v1/namespaces?watch=true")
                    .compose(HttpClientRequest::send)
                    .compose(response -> {
                        began.complete(response.statusCode());
                        return response.end();
                    });
            assertThat(began.get(30, TimeUnit.SECONDS)).isEqualTo(200);

            own.close();

            // A connection that was broken off would fail the future.
            ended.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private interface Sending {
        Future<HttpClientResponse> of(HttpClientRequest request);
    }

    private static Answer send(HttpMethod method, String path, Sending sending) throws Exception {
        return client.request(method, port(server), "127.0.0.1", path)
                .compose(sending::of)
                .compose(response ->
                        response.body().map(body -> new Answer(response.statusCode(), new JsonObject(body))))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private static int port(ApiServerProcess of) {
        return URI.create(of.url()).getPort();
    }
}

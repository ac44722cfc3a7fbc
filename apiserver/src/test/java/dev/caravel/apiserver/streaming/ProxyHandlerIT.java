package dev.caravel.apiserver.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.http.ConnectHandler;
import dev.caravel.apiserver.http.ConnectHandler.Call;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The proxy to a node's ports")
class ProxyHandlerIT {
    private final Vertx vertx = Vertx.vertx();
    private final InMemoryObjects objects = new InMemoryObjects();
    private final HttpClient client = vertx.createHttpClient();
    private HttpServer backend;
    private HttpServer server;
    private BuiltInConnections connections;
    private String prefix;

    @BeforeEach
    void start() {
        backend = await(vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .webSocketHandler(socket -> socket.binaryMessageHandler(socket::writeBinaryMessage))
                .requestHandler(ProxyHandlerIT::echo)
                .listen());
        objects.create(
                new GroupResource("", "nodes"),
                "",
                Json.object(
                        "{metadata: {name: 'n1'}, status: {addresses: [{type: 'InternalIP', address: '127.0.0.1'}]}}"));
        connections = new BuiltInConnections(
                vertx,
                _ -> new Decision(Verdict.ALLOW, ""),
                objects,
                new KubeletClient.Credentials(Optional.empty(), Optional.empty(), Optional.empty()),
                List.of("InternalIP"));
        server = await(vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::serve)
                .listen());
        prefix = "/api/v1/nodes/n1:" + backend.actualPort() + "/proxy";
    }

    @AfterEach
    void stop() {
        connections.close();
        await(server.close());
        await(backend.close());
        await(vertx.close());
    }

    private static void echo(HttpServerRequest request) {
        if (request.path().equals("/moved")) {
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", "/there")
                    .end();
            return;
        }
        request.body().onSuccess(body -> request.response()
                .putHeader("X-Seen-For", String.valueOf(request.getHeader("X-Forwarded-For")))
                .putHeader("X-Seen-Authorization", String.valueOf(request.getHeader("Authorization")))
                .end(request.method() + " " + request.uri() + " " + body));
    }

    @Test
    @DisplayName("carries method, path, query and body, and not who the client is")
    void carries() {
        HttpClientResponse response =
                await(client.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", prefix + "/a//b/?q=1&r=%20")
                        .compose(request -> request.putHeader("Authorization", "Bearer secret")
                                .send("body"))
                        .compose(ProxyHandlerIT::whole));

        assertThat(response.getHeader("X-Seen-Authorization")).isEqualTo("null");
        assertThat(response.getHeader("X-Seen-For")).isEqualTo("127.0.0.1");
        assertThat(await(response.body()).toString()).isEqualTo("POST /a//b/?q=1&r=%20 body");
    }

    @Test
    @DisplayName("redirects to the root, and redirects of the server lead back through the proxy")
    void redirects() {
        assertThat(get(prefix + "?q=1").getHeader("Location")).isEqualTo(prefix + "/?q=1");
        assertThat(get(prefix + "/moved").getHeader("Location")).isEqualTo(prefix + "/there");
    }

    @Test
    @DisplayName("answers 503 when nobody listens")
    void unreachable() {
        await(backend.close());

        HttpClientResponse response = get(prefix + "/");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(await(response.body()).toString()).startsWith("error trying to reach service: ");
    }

    @Test
    @DisplayName("carries WebSockets")
    void webSocket() throws Exception {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket =
                await(vertx.createWebSocketClient().connect(server.actualPort(), "127.0.0.1", prefix + "/socket"));
        socket.binaryMessageHandler(message -> messages.add(message.toString()));

        socket.writeBinaryMessage(Buffer.buffer("hello"));

        assertThat(messages.take()).isEqualTo("hello");
    }

    private HttpClientResponse get(String uri) {
        return await(client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", uri)
                .compose(request -> request.send())
                .compose(ProxyHandlerIT::whole));
    }

    /** On the event loop: what arrives before somebody asks for the body is lost. */
    private static Future<HttpClientResponse> whole(HttpClientResponse response) {
        return response.body().map(response);
    }

    private void serve(HttpServerRequest request) {
        request.pause();
        ConnectHandler nodes = connections.handlers().stream()
                .filter(handler -> handler.resource().resource().equals("nodes"))
                .findFirst()
                .orElseThrow();
        String name = request.path().split("/")[4];
        RequestInfo info = new RequestInfo("get", request.path(), Optional.empty(), "", name, "proxy", "");
        vertx.executeBlocking(() -> nodes.prepare(new Call(info, UserInfo.of("alice"), request.params())), false)
                .compose(connection -> connection.connect(request))
                .onFailure(failure -> {
                    int code =
                            failure instanceof ApiException api ? api.status().code() : 500;
                    request.response().setStatusCode(code).end(String.valueOf(failure.getMessage()));
                    request.resume();
                });
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}

package dev.caravel.apiserver.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.http.ConnectHandler.Call;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Connections to pods")
@Timeout(60)
class PodStreamsIT {
    private static final String END = "end";

    private final Vertx vertx = Vertx.vertx();
    private volatile String allowed = "create";
    private FakeKubelet kubelet;
    private KubeletClient client;
    private PodStreams streams;
    private HttpServer server;

    @BeforeEach
    void start() {
        kubelet = new FakeKubelet(vertx);
        client = new KubeletClient(
                vertx, new KubeletClient.Credentials(Optional.empty(), Optional.empty(), Optional.empty()));
        ObjectReader objects = new FixedObjects(Map.of(
                "nodes//n1",
                """
                {"status": {"addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
                            "daemonEndpoints": {"kubeletEndpoint": {"Port": %d}}}}""".formatted(kubelet.port()),
                "pods/a/web",
                """
                {"spec": {"nodeName": "n1", "containers": [{"name": "main"}]}}""",
                "pods/a/broken",
                """
                {"spec": {"nodeName": "n1", "containers": [{"name": "main"}]}}""",
                "pods/a/two",
                """
                {"spec": {"nodeName": "n1", "containers": [{"name": "x"}, {"name": "y"}],
                          "initContainers": [{"name": "i"}]}}""",
                "pods/a/waiting",
                """
                {"spec": {"containers": [{"name": "main"}]}}"""));
        streams = new PodStreams(this::authorize, objects, new KubeletLocator(objects, List.of("InternalIP")), client);
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setWebSocketSubProtocols(PodStreams.WEBSOCKET_PROTOCOLS))
                .requestHandler(this::serve)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        await(server.close());
        client.close();
        kubelet.close();
        await(vertx.close());
    }

    @Test
    @DisplayName("carry a command's streams between a v5 WebSocket and the kubelet's SPDY, with half-close")
    void exec() throws Exception {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket =
                connect("/a/web/exec?command=cat&command=-u&stdin=true&stdout=true&stderr=true", "v5.channel.k8s.io");
        socket.binaryMessageHandler(
                message -> messages.add(message.getByte(0) + " " + message.getString(1, message.length())));
        socket.closeHandler(_ -> messages.add(END));

        socket.writeBinaryMessage(Buffer.buffer(new byte[] {0, 'h', 'i'}));
        assertThat(messages.take()).isEqualTo("1 hi");
        socket.writeBinaryMessage(Buffer.buffer(new byte[] {(byte) 255, 0}));

        assertThat(List.of(messages.take(), messages.take(), messages.take()))
                .containsExactly("2 bye", "3 {\"status\":\"Success\"}", END);
        assertThat(kubelet.requests.take())
                .startsWith("GET /exec/a/web/main?command=cat&command=-u&")
                .contains("input=1", "output=1", "error=1")
                .doesNotContain("tty");
    }

    @Test
    @DisplayName("carry a port-forward's SPDY connection in a WebSocket unchanged")
    void portForward() throws Exception {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket = connect("/a/web/portforward", "SPDY/3.1+portforward.k8s.io");
        socket.binaryMessageHandler(message -> messages.add(message.toString()));

        socket.writeBinaryMessage(Buffer.buffer("any bytes"));

        assertThat(messages.take()).isEqualTo("any bytes");
        assertThat(kubelet.requests.take()).isEqualTo("GET /portForward/a/web");
        await(socket.close());
    }

    @Test
    @DisplayName("relay a client's own SPDY upgrade byte for byte")
    void relay() throws Exception {
        BlockingQueue<String> bytes = new LinkedBlockingQueue<>();
        NetSocket socket = await(vertx.createNetClient().connect(server.actualPort(), "127.0.0.1"));
        socket.handler(data -> bytes.add(data.toString()));

        socket.write("POST /a/web/portforward HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                + "Content-Length: 0\r\n\r\n");
        assertThat(bytes.take())
                .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                .contains("Upgrade: SPDY/3.1\r\n");
        socket.write("raw");

        assertThat(bytes.take()).isEqualTo("raw");
    }

    @Test
    @DisplayName("stream a container's log as text, with the client's options")
    void log() throws Exception {
        String body = await(vertx.createHttpClient()
                .request(
                        HttpMethod.GET, server.actualPort(), "127.0.0.1", "/a/web/log?follow=true&tailLines=2&pretty=1")
                .compose(request -> request.send())
                .compose(response -> {
                    assertThat(response.getHeader("Content-Type")).isEqualTo("text/plain");
                    return response.body();
                })
                .map(Buffer::toString));

        assertThat(body).isEqualTo("one\ntwo\n");
        assertThat(kubelet.requests.take()).isEqualTo("GET /containerLogs/a/web/main?follow=true&tailLines=2");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/a/two/log, 'a container name must be specified for pod two, choose one of: [x y] or one of the init containers: [i]'",
        "/a/two/log?container=z, container z is not valid for pod two",
        "/a/waiting/log, pod waiting does not have a host assigned",
        "/a/gone/log, pods \"gone\" not found",
        "/a/web/exec, you must specify at least 1 command for the container"
    })
    @DisplayName("are refused with what is wrong")
    void refuses(String uri, String message) {
        assertThatThrownBy(() -> await(vertx.createHttpClient()
                        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", uri)
                        .compose(request -> request.send())
                        .compose(response -> response.body())
                        .compose(body -> Future.failedFuture(body.toString()))))
                .hasRootCauseMessage(message);
    }

    @Test
    @DisplayName("tell what the kubelet said when it refuses the upgrade")
    void kubeletRefuses() {
        assertThatThrownBy(() -> connect("/a/broken/exec?command=ls", "v5.channel.k8s.io"))
                .rootCause()
                .hasMessageContaining("500");
    }

    @Test
    @DisplayName("by WebSocket, which begins with GET, need the permission to create nevertheless")
    void authorization() {
        allowed = "get";

        assertThatThrownBy(() -> connect("/a/web/exec?command=ls", "v5.channel.k8s.io"))
                .rootCause()
                .hasMessageContaining("403");
    }

    private Decision authorize(Attributes attributes) {
        return new Decision(attributes.verb().equals(allowed) ? Verdict.ALLOW : Verdict.NO_OPINION, "");
    }

    private WebSocket connect(String uri, String protocol) {
        return await(vertx.createWebSocketClient()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.actualPort())
                        .setURI(uri)
                        .setSubProtocols(List.of(protocol))));
    }

    /** Stands for the API server's own routing: {@code /<namespace>/<pod>/<subresource>}. */
    private void serve(HttpServerRequest request) {
        request.pause();
        List<String> path = new ArrayList<>(List.of(request.path().split("/")));
        RequestInfo info =
                new RequestInfo("get", request.path(), Optional.empty(), path.get(1), path.get(2), path.get(3), "");
        vertx.executeBlocking(() -> streams.prepare(new Call(info, UserInfo.of("alice"), request.params())), false)
                .compose(connection -> connection.connect(request))
                .onFailure(failure -> {
                    int code =
                            failure instanceof ApiException api ? api.status().code() : 500;
                    request.resume();
                    request.response().setStatusCode(code).end(String.valueOf(failure.getMessage()));
                });
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(8, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    /** @param json by {@code resource/namespace/name} */
    private record FixedObjects(Map<String, String> json) implements ObjectReader {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        @Override
        public Optional<ObjectNode> get(GroupResource resource, String namespace, String name) {
            return Optional.ofNullable(json.get(resource + "/" + namespace + "/" + name))
                    .map(FixedObjects::parse);
        }

        private static ObjectNode parse(String text) {
            try {
                return (ObjectNode) MAPPER.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        @Override
        public Optional<ObjectNode> getLatest(GroupResource resource, String namespace, String name) {
            return get(resource, namespace, name);
        }

        @Override
        public List<ObjectNode> list(GroupResource resource, String namespace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AutoCloseable watch(GroupResource resource, Observer observer) {
            throw new UnsupportedOperationException();
        }
    }
}

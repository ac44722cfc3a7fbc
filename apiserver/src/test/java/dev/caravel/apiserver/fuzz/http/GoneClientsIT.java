package dev.caravel.apiserver.fuzz.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("program")
@DisplayName("Clients that do not stay for their answers")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GoneClientsIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @AutoClose
    private static ApiServerProcess server;

    private static Front front;
    private static int descriptors;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        front = new Front(server);
        Ask.get("/api/v1/configmaps?watch=true&timeoutSeconds=1").send(front);
        descriptors = Vitals.descriptors(server);
    }

    @Test
    @DisplayName("take no seat with them when they never send the body that they announced")
    void bodies() throws Exception {
        for (int round = 0; round < 5; round++) {
            Frames frames = new Frames().preface();
            for (int i = 0; i < 300; i++) {
                frames.request(2 * i + 1, "POST", CONFIG_MAPS, false);
            }
            send(frames);
        }

        awaitQuiet();
        assertThat(Ask.get(CONFIG_MAPS).send(front).code()).isEqualTo(200);
    }

    @Test
    @DisplayName("take no watch with them")
    void watches() throws Exception {
        Frames frames = new Frames().preface();
        for (int i = 0; i < 300; i++) {
            frames.request(
                    2 * i + 1,
                    "GET",
                    "/api/v1/namespaces?watch=true&sendInitialEvents=true"
                            + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
                    true);
        }
        send(frames);

        awaitQuiet();
    }

    @Test
    @DisplayName("keep nobody else waiting while a thousand of them watch and read nothing")
    void unreadWatches() throws Exception {
        List<SSLSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                SSLSocket socket = front.open("http/1.1");
                sockets.add(socket);
                socket.getOutputStream()
                        .write(Ask.get("/api/v1/configmaps?watch=true").bytes());
                socket.getOutputStream().flush();
            }
            byte[] object =
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"unread\"}}".getBytes();

            assertThat(Ask.of("POST", CONFIG_MAPS, "application/json", object)
                            .send(front)
                            .code())
                    .isEqualTo(201);
            assertThat(Ask.get(CONFIG_MAPS + "/unread").send(front).code()).isEqualTo(200);
        } finally {
            for (SSLSocket socket : sockets) {
                socket.close();
            }
        }

        awaitQuiet();
    }

    @Test
    @DisplayName("take no watch with them when they had begun to ask for more")
    void pipelined() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (SSLSocket socket = front.open("http/1.1")) {
                socket.getOutputStream()
                        .write(Ask.get("/api/v1/configmaps?watch=true").bytes());
                socket.getOutputStream()
                        .write(("POST " + CONFIG_MAPS + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
                                .getBytes());
                socket.getOutputStream().flush();
                if (i % 2 == 0) {
                    assertThat(Reply.readHead(socket.getInputStream()).code()).isEqualTo(200);
                }
                socket.setSoLinger(i % 3 == 0, 0);
            }
        }

        awaitQuiet();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"/openapi/v2", "/api/v1/configmaps?watch=true", "/apis/rbac.authorization.k8s.io/v1/clusterroles"
            })
    @DisplayName("take nothing with them when they stay for the first byte, or not even for that:")
    void answers(String path) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (SSLSocket socket = front.open("http/1.1")) {
                socket.getOutputStream().write(Ask.get(path).bytes());
                socket.getOutputStream().flush();
                if (i % 2 == 0) {
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                }
                socket.setSoLinger(i % 3 == 0, 0);
            }
        }

        awaitQuiet();
        awaitClosed();
    }

    @Test
    @DisplayName("take no WebSocket with them")
    void webSockets() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (SSLSocket socket = front.open("http/1.1")) {
                byte[] upgrade = Ask.get("/api/v1/configmaps?watch=true")
                        .with("Connection: Upgrade")
                        .with("Upgrade: websocket")
                        .with("Sec-WebSocket-Version: 13")
                        .with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                        .bytes();
                socket.getOutputStream().write(upgrade, 0, i % 4 == 0 ? upgrade.length - 2 : upgrade.length);
                socket.getOutputStream().flush();
                if (i % 4 == 1) {
                    assertThat(Reply.readHead(socket.getInputStream()).code()).isEqualTo(101);
                }
            }
        }

        awaitQuiet();
        awaitClosed();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"log?follow=true", "exec?command=sh&stdin=true&stdout=true", "portforward?ports=80"})
    @DisplayName("take no connection to a kubelet with them:")
    void kubelets(String subresource) throws Exception {
        try (SSLServerSocket kubelet = front.listen()) {
            String name = subresource.replaceAll("\\?.*", "");
            put("POST", "/api/v1/nodes", "application/json", """
                    {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "%s"}}""".formatted(name));
            put("PATCH", "/api/v1/nodes/" + name + "/status", "application/merge-patch+json", """
                    {"status": {"addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
                                "daemonEndpoints": {"kubeletEndpoint": {"Port": %d}}}}""".formatted(
                            kubelet.getLocalPort()));
            put("POST", "/api/v1/namespaces/kube-public/serviceaccounts", "application/json", """
                    {"kind": "ServiceAccount", "apiVersion": "v1", "metadata": {"name": "%s"}}""".formatted(name));
            put("POST", "/api/v1/namespaces/kube-public/pods", "application/json", """
                    {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "%s"},
                     "spec": {"nodeName": "%s", "serviceAccountName": "%s", "automountServiceAccountToken": false,
                              "containers": [{"name": "main", "image": "none"}]}}""".formatted(name, name, name));
            for (int i = 0; i < 5; i++) {
                SSLSocket asked;
                try (SSLSocket socket = front.open("http/1.1")) {
                    Ask ask = Ask.get("/api/v1/namespaces/kube-public/pods/" + name + "/" + subresource);
                    Ask upgrade = ask.with("Connection: Upgrade")
                            .with("Upgrade: websocket")
                            .with("Sec-WebSocket-Version: 13")
                            .with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                            .with("Sec-WebSocket-Protocol: v4.channel.k8s.io, SPDY/3.1+portforward.k8s.io");
                    socket.getOutputStream().write((name.equals("log") ? ask : upgrade).bytes());
                    socket.getOutputStream().flush();
                    asked = (SSLSocket) kubelet.accept();
                    assertThat(asked.getInputStream().read()).isEqualTo('G');
                }
                awaitEnd(asked);
            }
        }

        awaitQuiet();
        awaitClosed();
    }

    private static void put(String method, String path, String type, String object) throws Exception {
        assertThat(Ask.of(method, path, type, object.getBytes(UTF_8))
                        .send(front)
                        .code())
                .isIn(200, 201);
    }

    private static void awaitEnd(SSLSocket socket) throws IOException {
        try (socket) {
            while (socket.getInputStream().read() >= 0) {
                // the request
            }
        } catch (SSLException | SocketException e) {
            // an end, too
        }
    }

    /** As many descriptors as before: each look opens one itself, and closes it. */
    private static void awaitClosed() throws Exception {
        while (Vitals.descriptors(server) > descriptors + 2) {
            Thread.onSpinWait();
        }
    }

    private static void send(Frames frames) throws Exception {
        try (SSLSocket socket = front.open("h2")) {
            socket.getOutputStream().write(frames.bytes());
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().read()).isNotNegative();
        }
    }

    /** What the server says is in flight when nobody but the one who asks is there; the test's time limit ends the waiting. */
    private static void awaitQuiet() throws Exception {
        while (!Vitals.isQuiet(front)) {
            Thread.onSpinWait();
        }
    }
}

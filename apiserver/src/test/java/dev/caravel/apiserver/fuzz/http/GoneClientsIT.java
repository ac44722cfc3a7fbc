package dev.caravel.apiserver.fuzz.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.fixture.EtcdProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("program")
@DisplayName("Clients that do not stay for their answers")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GoneClientsIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private static EtcdProcess etcd;
    private static ApiServerProcess server;
    private static Front front;

    @BeforeAll
    static void start() throws Exception {
        etcd = EtcdProcess.start();
        server = ApiServerProcess.start(etcd);
        front = new Front(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        etcd.close();
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

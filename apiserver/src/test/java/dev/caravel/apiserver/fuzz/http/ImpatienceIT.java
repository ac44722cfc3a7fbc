package dev.caravel.apiserver.fuzz.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server waits for is short here; that it is no shorter than it should be is told by the unit tests. */
@Tag("program")
@DisplayName("A server does not wait for ever")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ImpatienceIT {
    @AutoClose
    private static ApiServerProcess server;

    private static Front front;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start(
                _ -> List.of("--request-timeout=2s"),
                Map.of(
                        "CARAVEL_SERVING_HANDSHAKE_TIMEOUT", "3s",
                        "CARAVEL_SERVING_HEAD_TIMEOUT", "3s",
                        "CARAVEL_SERVING_IDLE_TIMEOUT", "5s"));
        front = new Front(server);
    }

    @ParameterizedTest(name = "after «{0}»")
    @ValueSource(strings = {"", "\u0016\u0003\u0001"})
    @DisplayName("for the end of a handshake")
    void handshake(String bytes) throws Exception {
        try (Socket socket = front.plain()) {
            socket.setSoTimeout(0);
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            socket.getOutputStream().flush();

            awaitEnd(socket.getInputStream());
        }
    }

    @ParameterizedTest(name = "{0} after «{1}»")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            http/1.1 | ''
            http/1.1 | GET /version HTTP/1.1
            h2       | ''
            h2       | PRI * HTTP/2.0
            """)
    @DisplayName("for the end of a head")
    void head(String protocol, String bytes) throws Exception {
        try (SSLSocket socket = front.open(protocol)) {
            socket.setSoTimeout(0);
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            socket.getOutputStream().flush();

            awaitEnd(socket.getInputStream());
        }
    }

    @Test
    @DisplayName("for the end of a head in HTTP/2, and says so")
    void headers() throws Exception {
        Frames frames = new Frames().preface().frame(Frames.HEADERS, 0, 1, Frames.head("GET", "/version"));
        try (SSLSocket socket = front.open("h2")) {
            socket.setSoTimeout(0);
            socket.getOutputStream().write(frames.bytes());
            socket.getOutputStream().flush();

            assertThat(Frames.read(socket.getInputStream(), frame -> frame.type() == Frames.GOAWAY))
                    .isNotEmpty();
            awaitEnd(socket.getInputStream());
        }
    }

    @Test
    @DisplayName("for another request")
    void idle() throws Exception {
        try (SSLSocket socket = front.open("http/1.1")) {
            socket.setSoTimeout(0);
            assertThat(Ask.get("/version").send(socket).code()).isEqualTo(200);

            awaitEnd(socket.getInputStream());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "POST /api/v1/namespaces/default/configmaps",
                "PUT /api/v1/namespaces/default/configmaps/a",
                "PATCH /api/v1/namespaces/default",
                "DELETE /api/v1/namespaces/default/configmaps/a"
            })
    @DisplayName("for the end of a body")
    void body(String request) throws Exception {
        try (SSLSocket socket = front.open("http/1.1")) {
            socket.setSoTimeout(0);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{").getBytes(UTF_8));
            socket.getOutputStream().flush();

            assertThat(Reply.read(socket.getInputStream(), false).code()).isEqualTo(504);
        }
        awaitQuiet();
    }

    @Test
    @DisplayName("for a body that nobody wants to read")
    void unwanted() throws Exception {
        try (SSLSocket socket = front.open("http/1.1")) {
            socket.setSoTimeout(0);
            socket.getOutputStream()
                    .write(
                            "POST /api/v1/namespaces/default/pods/a/exec HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
                                    .getBytes(UTF_8));
            socket.getOutputStream().flush();

            assertThat(Reply.readHead(socket.getInputStream()).code()).isEqualTo(404);
        }
        awaitQuiet();
    }

    @Test
    @DisplayName("but for as long as a watch lasts that was asked for")
    void watch() throws Exception {
        try (SSLSocket watching = front.open("http/1.1");
                SSLSocket idle = front.open("http/1.1")) {
            watching.setSoTimeout(0);
            idle.setSoTimeout(0);
            watching.getOutputStream()
                    .write(Ask.get("/api/v1/namespaces/default/configmaps?watch=true")
                            .bytes());
            watching.getOutputStream().flush();
            assertThat(Reply.readHead(watching.getInputStream()).code()).isEqualTo(200);
            assertThat(Ask.get("/version").send(idle).code()).isEqualTo(200);

            awaitEnd(idle.getInputStream()); // it has been silent for less long

            byte[] object = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"silence\"}}"
                    .getBytes(UTF_8);
            Ask.of("POST", "/api/v1/namespaces/default/configmaps", "application/json", object)
                    .send(front);
            assertThat(watching.getInputStream().read()).isNotNegative();
        }
    }

    private static void awaitEnd(InputStream in) throws Exception {
        try {
            while (in.read() >= 0) {
                // what was said before the end
            }
        } catch (SSLException | SocketException e) {
            // an end, too
        }
    }

    private static void awaitQuiet() throws Exception {
        while (!Vitals.isQuiet(front)) {
            Thread.onSpinWait();
        }
    }
}

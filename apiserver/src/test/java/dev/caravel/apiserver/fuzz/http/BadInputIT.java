package dev.caravel.apiserver.fuzz.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("program")
@DisplayName("Bad input")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BadInputIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final byte[] CONFIG_MAP =
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"bad-input\"}}".getBytes(UTF_8);
    private static final int MANY = 5_000;

    @AutoClose
    private static ApiServerProcess server;

    private static Front front;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        front = new Front(server);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | */*                                 |
            POST   | ;                                   |
            POST   | /                                   |
            POST   | a b                                 |
            POST   | application/json; charset           |
            POST   | application/json,application/yaml   |
            POST   | text/yaml                           |
            PUT    | ;                                   | /bad-input
            DELETE | ;                                   | /bad-input
            PATCH  | ;                                   | /bad-input
            PATCH  | */*                                 | /bad-input
            PATCH  | APPLICATION/MERGE-PATCH+JSON        | /bad-input
            """)
    @DisplayName("of a type that is none, or that nobody reads, is no supported media type")
    void mediaTypes(String method, String type, String path) throws Exception {
        Reply reply = Ask.of(method, CONFIG_MAPS + (path == null ? "" : path), type, CONFIG_MAP)
                .send(front);

        assertThat(reply.code()).isEqualTo(415);
        assertThat(status(reply).path("reason").asText()).isEqualTo("UnsupportedMediaType");
    }

    @Test
    @DisplayName("of a type that has parameters is read")
    void parameters() throws Exception {
        Reply reply = Ask.of("POST", CONFIG_MAPS + "?dryRun=All", "Application/JSON; charset=\"utf-8\";", CONFIG_MAP)
                .send(front);

        assertThat(reply.code()).isEqualTo(201);
    }

    @Test
    @DisplayName("is what says that it is none: a name that looks like another's path is a name")
    void names() throws Exception {
        byte[] proxy =
                new String(CONFIG_MAP, UTF_8).replace("bad-input", "proxy").getBytes(UTF_8);

        assertThat(Ask.of("POST", CONFIG_MAPS, "application/json", proxy)
                        .send(front)
                        .code())
                .isEqualTo(201);
        assertThat(Ask.of("PUT", CONFIG_MAPS + "/proxy", "application/json", proxy)
                        .with("Upgrade: h2c")
                        .send(front)
                        .code())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "«{0}»")
    @ValueSource(strings = {"Host: a b", "Host: a/b", "Host: %zz", "Host: [::1", "Host: a:99999999", "Host: é"})
    @DisplayName("to a host that is none is refused")
    void hosts(String host) throws Exception {
        Reply reply = send("GET /version HTTP/1.1\r\n" + host + "\r\n\r\n");

        assertThat(reply.code()).isEqualTo(400);
        assertThat(reply.text()).isEqualTo("400 Bad Request: malformed Host header");
    }

    @ParameterizedTest(name = "«{0}»")
    @CsvSource(delimiter = '|', textBlock = """
            GET /version HTTP/1.1                       | missing required Host header
            GET /version HTTP/1.1~Host: a~Host: b       | too many Host headers
            """)
    @DisplayName("to no host, or to two, is refused")
    void hostCount(String head, String said) throws Exception {
        Reply reply = send(head.replace("~", "\r\n") + "\r\n\r\n");

        assertThat(reply.code()).isEqualTo(400);
        assertThat(reply.text()).isEqualTo("400 Bad Request: " + said);
    }

    @ParameterizedTest(name = "«{0}»")
    @ValueSource(strings = {"a b", "a@b", "%zz", "[::1", "{a}", ""})
    @DisplayName("to an authority of HTTP/2 that is none ends its stream, and no other")
    void authorities(String authority) throws Exception {
        Frames frames = new Frames()
                .preface()
                .frame(
                        Frames.HEADERS,
                        Frames.END_HEADERS | Frames.END_STREAM,
                        1,
                        Frames.head("GET", "/version", authority))
                .request(3, "GET", "/version", true);

        List<Frames.Frame> answers = exchange(frames, frame -> frame.type() == Frames.DATA && frame.stream() == 3);

        assertThat(answers)
                .anyMatch(frame -> frame.type() == Frames.RESET && frame.stream() == 1 && frame.number() == 1);
    }

    @Test
    @DisplayName("of heads beyond a megabyte is refused")
    void headerBomb() throws Exception {
        Ask bomb = Ask.get("/version").with("X: " + "y".repeat(2 << 20));

        assertThat(bomb.send(front).code()).isEqualTo(431);
    }

    @Test
    @DisplayName("is no head of half a megabyte: there are tokens of any length")
    void longHead() throws Exception {
        assertThat(Ask.get("/version")
                        .with("X: " + "y".repeat(1 << 19))
                        .send(front)
                        .code())
                .isEqualTo(200);
    }

    static Stream<Arguments> floods() {
        Supplier<Frames> begin = () -> new Frames().preface();
        Frames reset = begin.get();
        Frames continuation = begin.get().frame(Frames.HEADERS, 0, 1, Frames.head("GET", "/version"));
        Frames empty = begin.get().request(1, "POST", CONFIG_MAPS, false);
        Frames refused = begin.get();
        for (int i = 0; i < MANY; i++) {
            reset.request(2 * i + 1, "GET", "/api/v1/namespaces?watch=true", true)
                    .reset(2 * i + 1);
            continuation.frame(Frames.CONTINUATION, 0, 1, Frames.header("a" + i, "b"));
            empty.frame(Frames.DATA, 0, 1, new byte[0]);
            refused.request(2 * i + 1, "GET", "/api/v1/namespaces?watch=true", true);
        }
        Frames large = begin.get().frame(Frames.HEADERS, 0, 1, Frames.head("GET", "/version"));
        IntStream.range(0, 200)
                .forEach(i -> large.frame(Frames.CONTINUATION, 0, 1, Frames.header("a" + i, "b".repeat(16_000))));
        return Stream.of(
                Arguments.of("streams that are reset at once (CVE-2023-44487)", reset, 11),
                Arguments.of("small continuations (CVE-2024-27316)", continuation, 11),
                Arguments.of("large continuations", large, 1),
                Arguments.of("data without any", empty, 11),
                Arguments.of("streams beyond the limit", refused, 11),
                Arguments.of(
                        "windows that overflow",
                        begin.get()
                                .frame(Frames.WINDOW, 0, 0, new byte[] {127, -1, -1, -1})
                                .frame(Frames.WINDOW, 0, 0, new byte[] {127, -1, -1, -1}),
                        3),
                Arguments.of(
                        "headers that cannot be read",
                        begin.get().frame(1, 5, 1, new byte[] {-1, -1, -1, -1, -1, -1, -1}),
                        9),
                Arguments.of("frames beyond their size", begin.get().frame(0, 0, 1, new byte[20_000]), 6));
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("floods")
    @DisplayName("of HTTP/2 ends its connection, with the reason, and without a word in the log:")
    void floods(String what, Frames frames, int reason) throws Exception {
        String before = server.log();

        List<Frames.Frame> answers = exchange(frames, frame -> frame.type() == Frames.GOAWAY);

        assertThat(answers.getLast().number(4)).isEqualTo(reason);
        awaitQuiet();
        assertThat(server.log()).isEqualTo(before);
    }

    @ParameterizedTest(name = "«{0}»")
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "\0\0\0"})
    @DisplayName("that is no HTTP/2 though it promised to be ends its connection without a word in the log:")
    void noPreface(String bytes) throws Exception {
        String before = server.log();

        try (SSLSocket socket = front.open("h2")) {
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            socket.getOutputStream().flush();
            while (socket.getInputStream().read() >= 0) {
                // the server's settings
            }
        }

        assertThat(server.log()).isEqualTo(before);
    }

    private static Reply send(String request) throws IOException {
        try (SSLSocket socket = front.open("http/1.1")) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.getOutputStream().flush();
            return Reply.read(socket.getInputStream(), false);
        }
    }

    private static List<Frames.Frame> exchange(Frames frames, Predicate<Frames.Frame> last) throws Exception {
        try (SSLSocket socket = front.open("h2")) {
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    socket.getOutputStream().write(frames.bytes());
                    socket.getOutputStream().flush();
                } catch (IOException e) {
                    // the server has had enough
                }
            });
            try {
                return Frames.read(socket.getInputStream(), last);
            } finally {
                socket.close();
                sender.join();
            }
        }
    }

    private static void awaitQuiet() throws IOException {
        while (!Vitals.isQuiet(front)) {
            Thread.onSpinWait();
        }
    }

    private static JsonNode status(Reply reply) throws IOException {
        return JsonCodec.read(reply.body());
    }
}

package dev.caravel.apiserver.fuzz.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.fuzz.Dice;
import dev.caravel.apiserver.fuzz.Hostile;
import dev.caravel.apiserver.fuzz.Mutations;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Connections that are not what a client makes of them: the server may answer or close them, and must be rid of them after. */
final class Connections {
    private static final int PATIENCE_MILLIS = 300;
    private static final List<String> PATHS = List.of(
            "/api/v1/namespaces/default/configmaps",
            "/api/v1/namespaces",
            "/apis/apps/v1/deployments",
            "/api/v1/namespaces?watch=true",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles",
            "/api/v1/pods?watch=true&allowWatchBookmarks=true",
            "/openapi/v2");

    private Connections() {}

    static List<Probe> all() {
        return List.of(
                new Probe("framing", (front, dice) -> throwAt(front, framing(dice), dice)),
                new Probe("garbage", Connections::garbage),
                new Probe("handshakes", Connections::handshake),
                new Probe("cancelled", Connections::cancelled),
                new Probe("slow-senders", Connections::slowSender),
                new Probe("slow-readers", Connections::slowReader),
                new Probe("upgrades", (front, dice) -> throwAt(front, upgrade(dice), dice)),
                new Probe("http2", Connections::http2));
    }

    /** Sends in pieces, listens a little, hangs up. */
    private static Optional<String> throwAt(Front front, byte[] bytes, Dice dice) throws IOException {
        try (SSLSocket socket = front.open("http/1.1")) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            int cut = dice.below(bytes.length + 1);
            OutputStream out = socket.getOutputStream();
            out.write(bytes, 0, cut);
            out.flush();
            out.write(bytes, cut, bytes.length - cut);
            out.flush();
            return answered(socket, bytes);
        } catch (SocketTimeoutException | SocketException | SSLException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> answered(SSLSocket socket, byte[] bytes) throws IOException {
        byte[] answer = socket.getInputStream().readNBytes(12);
        String status = new String(answer, ISO_8859_1);
        return status.startsWith("HTTP/1.1 500")
                ? Optional.of("answers 500 to " + new String(bytes, ISO_8859_1))
                : Optional.empty();
    }

    private static byte[] framing(Dice dice) {
        String body =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"generateName\":\"f-\"},\"immutable\":\"x\"}";
        StringBuilder head = new StringBuilder(dice.of("POST", "PUT", "GET", "PRI", "\0", "POST "))
                .append(' ')
                .append(dice.of(
                        "/api/v1/namespaces/default/configmaps",
                        "*",
                        "http://a/b",
                        "/%",
                        "/\0",
                        "/" + "a".repeat(dice.below(100_000)),
                        "/a b",
                        "/é"))
                .append(dice.of(" HTTP/1.1", " HTTP/1.0", " HTTP/9.9", "", " http/1.1"))
                .append("\r\n");
        int headers = dice.oneIn(20) ? dice.below(20_000) : dice.size(10);
        for (int i = 0; i < headers; i++) {
            head.append(dice.of(
                            "Content-Length: " + body.length(),
                            "Content-Length: 0",
                            "Content-Length: -1",
                            "Content-Length: 99999999999999999999",
                            "Content-Length: 5, 5",
                            "Content-Length : 3",
                            "Transfer-Encoding: chunked",
                            "Transfer-Encoding: chunked, chunked",
                            "Transfer-Encoding: gzip, chunked",
                            "Transfer-Encoding : chunked",
                            "transfer-encoding: \tchunked",
                            "Transfer-Encoding: identity",
                            "Expect: 100-continue",
                            "Expect: x",
                            "Host: a",
                            "Host:",
                            "Connection: close",
                            "Connection: upgrade, http2-settings",
                            "Upgrade: h2c",
                            "HTTP2-Settings: AAAA",
                            "Content-Encoding: gzip",
                            "TE: trailers",
                            "X",
                            ": x",
                            " folded",
                            "X: " + "y".repeat(dice.size(3) == 0 ? dice.below(200_000) : 5),
                            "X\0: a",
                            "A: \u0001",
                            "Content-Type: application/json",
                            "A" + i + ": b",
                            "Authorization: Bearer " + "x.".repeat(dice.below(2000)),
                            "Authorization: Bearer",
                            "Authorization: Basic a"))
                    .append(dice.oneIn(20) ? "\n" : "\r\n");
        }
        head.append("\r\n");
        String chunks = dice.of(
                Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n",
                "0\r\n\r\n",
                "fffffffff\r\n" + body,
                "-1\r\n",
                "zz\r\n",
                "1;" + "a".repeat(dice.below(20_000)) + "\r\nx\r\n0\r\nA: b\r\n\r\n",
                "5\r\nabc",
                "3\r\nabcdef\r\n0\r\n\r\n",
                ("1\r\n{\r\n").repeat(dice.below(3000)),
                body,
                "");
        byte[] all = (head + chunks).getBytes(UTF_8);
        return dice.oneIn(4) ? Mutations.bytes(dice, all) : all;
    }

    private static Optional<String> garbage(Front front, Dice dice) throws IOException {
        return throwAt(front, dice.bytes(dice.below(3000)), dice);
    }

    /** Bytes that are no TLS, or that stop in the middle of it. */
    private static Optional<String> handshake(Front front, Dice dice) throws IOException {
        try (Socket socket = front.plain()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] hello = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
            socket.getOutputStream()
                    .write(dice.of(
                            hello,
                            Mutations.bytes(dice, hello),
                            dice.bytes(dice.below(500)),
                            "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8)));
            socket.getOutputStream().flush();
            socket.getInputStream().read();
        } catch (SocketTimeoutException | SocketException e) {
            // either is right
        }
        return Optional.empty();
    }

    /** A request whose client is gone before its answer, by a reset. */
    private static Optional<String> cancelled(Front front, Dice dice) throws IOException {
        byte[] body =
                ("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"cancelled\"},\"data\":{\"a\":\""
                                + "x".repeat(dice.below(200_000)) + "\"}}")
                        .getBytes(UTF_8);
        String configMaps = "/api/v1/namespaces/default/configmaps";
        byte[] bytes = dice.of(
                        Ask.get(dice.of(PATHS)),
                        Ask.of("POST", configMaps, "application/json", body),
                        Ask.of(
                                "PATCH",
                                configMaps + "/cancelled?fieldManager=a&force=true",
                                "application/apply-patch+yaml",
                                body),
                        Ask.of("DELETE", configMaps + "/cancelled", "application/json", new byte[0]))
                .bytes();
        Socket plain = null;
        try (SSLSocket socket = front.open("http/1.1")) {
            plain = socket;
            socket.setSoTimeout(1 + dice.below(50));
            int sent = dice.oneIn(3) ? dice.below(bytes.length) : bytes.length;
            socket.getOutputStream().write(bytes, 0, sent);
            socket.getOutputStream().flush();
            socket.getInputStream().readNBytes(dice.below(2000));
            socket.setSoLinger(true, 0);
        } catch (SocketTimeoutException | SocketException | SSLException e) {
            if (plain != null) {
                plain.close();
            }
        }
        return Optional.empty();
    }

    private static Optional<String> slowSender(Front front, Dice dice) throws IOException, InterruptedException {
        byte[] bytes = Ask.of(
                        "POST",
                        "/api/v1/namespaces/default/configmaps",
                        "application/json",
                        new byte[dice.oneIn(2) ? 0 : 5000])
                .with("X: " + "y".repeat(500))
                .bytes();
        try (SSLSocket socket = front.open("http/1.1")) {
            int pieces = 3 + dice.below(10);
            for (int i = 0; i < pieces; i++) {
                socket.getOutputStream().write(bytes, i, 1);
                socket.getOutputStream().flush();
                Thread.sleep(dice.below(60));
            }
        } catch (SocketException | SSLException e) {
            // closed by a server that has lost its patience
        }
        return Optional.empty();
    }

    private static Optional<String> slowReader(Front front, Dice dice) throws IOException, InterruptedException {
        try (SSLSocket socket = front.open("http/1.1")) {
            int requests = 1 + dice.below(5);
            for (int i = 0; i < requests; i++) {
                socket.getOutputStream().write(Ask.get(dice.of(PATHS)).bytes());
            }
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            for (int i = 0; i < 5; i++) {
                in.read();
                Thread.sleep(dice.below(60));
            }
        } catch (SocketTimeoutException | SocketException | SSLException e) {
            // closed by a server that has lost its patience
        }
        return Optional.empty();
    }

    private static byte[] upgrade(Dice dice) {
        String path =
                "/api/v1/namespaces/default/" + dice.of("pods/none", "pods/none", "services/kubernetes", "configmaps")
                        + "/" + dice.of("exec", "attach", "portforward", "log", "proxy", "") + "?"
                        + dice.of(
                                "command=sh&stdin=true",
                                "ports=80",
                                "watch=true",
                                "command=",
                                "container=" + Hostile.word(dice),
                                "");
        Ask ask = new Ask(dice.of("GET", "POST"), path, List.of(), new byte[0])
                .with("Connection: " + dice.of("Upgrade", "close", "keep-alive, Upgrade"))
                .with("Upgrade: " + dice.of("websocket", "SPDY/3.1", "h2c", "x"))
                .with("Sec-WebSocket-Version: " + dice.of("13", "0", "x"))
                .with("Sec-WebSocket-Key: " + dice.of("dGhlIHNhbXBsZSBub25jZQ==", "", "x"))
                .with("Sec-WebSocket-Protocol: "
                        + dice.of(
                                "v5.channel.k8s.io",
                                "v4.channel.k8s.io",
                                "base64url.bearer.authorization.k8s.io.AAAA",
                                "none"))
                .with("X-Stream-Protocol-Version: " + dice.of("v4.channel.k8s.io", "portforward.k8s.io", "v9"));
        byte[] head = ask.bytes();
        byte[] tail = dice.bytes(dice.below(2000));
        byte[] both = java.util.Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return dice.oneIn(4) ? java.util.Arrays.copyOf(head, dice.below(head.length)) : both;
    }

    private static Optional<String> http2(Front front, Dice dice) throws IOException {
        Frames frames = new Frames().preface();
        int count = dice.of(5, 50, 500, 3000);
        switch (dice.below(9)) {
            case 0 -> {
                for (int i = 0; i < count; i++) {
                    frames.request(2 * i + 1, "GET", dice.of(PATHS), true).reset(2 * i + 1);
                }
            }
            case 1 -> {
                frames.frame(Frames.HEADERS, 0, 1, Frames.head("GET", "/version"));
                for (int i = 0; i < count; i++) {
                    frames.frame(Frames.CONTINUATION, 0, 1, Frames.header("a" + i, "b".repeat(dice.of(0, 1, 1000))));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    frames.request(2 * i + 1, "GET", "/api/v1/namespaces?watch=true", true);
                }
            }
            case 3 -> {
                for (int i = 0; i < count; i++) {
                    frames.frame(Frames.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, (byte) dice.below(255), 0});
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    frames.frame(Frames.PING, 0, 0, new byte[8]);
                }
            }
            case 5 -> {
                for (int i = 0; i < count; i++) {
                    frames.request(2 * i + 1, "POST", "/api/v1/namespaces/default/configmaps", false)
                            .frame(Frames.DATA, 0, 2 * i + 1, dice.bytes(dice.below(200)));
                }
            }
            case 6 -> {
                for (int i = 0; i < count; i++) {
                    frames.frame(Frames.DATA, 0, 1, new byte[0])
                            .frame(Frames.PRIORITY, 0, 2 * i + 1, new byte[] {0, 0, 0, 3, 1});
                }
            }
            case 7 -> {
                for (int i = 0; i < Math.min(count, 200); i++) {
                    frames.frame(dice.below(12), dice.below(256), dice.below(8), dice.bytes(dice.below(60)));
                }
            }
            default ->
                frames.request(
                        1,
                        dice.of("GET", "CONNECT", "a b", ""),
                        dice.of("/version", "", "*", Hostile.text(dice)),
                        true);
        }
        byte[] bytes = dice.oneIn(5) ? Mutations.bytes(dice, frames.bytes()) : frames.bytes();
        try (SSLSocket socket = front.open("h2")) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            socket.getInputStream().readNBytes(2000);
        } catch (SocketTimeoutException | SocketException | SSLException e) {
            // the server has enough of it
        }
        return Optional.empty();
    }
}

package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A body in pieces")
@Timeout(60)
class PiecewiseBodyTest {
    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int serve(Iterable<byte[]> pieces, int length) {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> answer(request, pieces, length));
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void answer(HttpServerRequest request, Iterable<byte[]> pieces, int length) {
        request.response().putHeader("Content-Length", Integer.toString(length));
        PiecewiseBody.send(request.response(), vertx.getOrCreateContext(), pieces, done::countDown);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    @DisplayName("arrives whole and in order, empty pieces and pieces larger than a chunk among them")
    void whole(HttpClient.Version version) throws Exception {
        Random random = new Random(7);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] piece = new byte[i % 7 == 0 ? 0 : random.nextInt(i % 50 == 1 ? 3 * PiecewiseBody.CHUNK : 5_000)];
            random.nextBytes(piece);
            pieces.add(piece);
            all.writeBytes(piece);
        }
        int port = serve(pieces, all.size());

        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            byte[] got = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body();

            assertThat(got).isEqualTo(all.toByteArray());
        }
        done.await();
    }

    @Test
    @DisplayName("is taken up no faster than the client reads, and let go of when the client goes")
    void slowReader() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        int count = 4_000;
        int port = serve(() -> counted(count, taken), count * PiecewiseBody.CHUNK);

        try (Socket client = new Socket("127.0.0.1", port)) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
            assertThat(client.getInputStream().readNBytes(100)).hasSize(100);
        }
        done.await();

        assertThat(taken.get()).isLessThan(count / 4);
    }

    private static Iterator<byte[]> counted(int count, AtomicInteger taken) {
        byte[] piece = new byte[PiecewiseBody.CHUNK];
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return taken.get() < count;
            }

            @Override
            public byte[] next() {
                taken.incrementAndGet();
                return piece;
            }
        };
    }
}

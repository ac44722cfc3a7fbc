package dev.caravel.apiserver.streaming;

import dev.caravel.machinery.serving.ProtocolSwitch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A peer that speaks the kubelet's side of the protocols: exec echoes stdin to stdout until it ends, port-forward echoes the
 * raw bytes, logs are two lines.
 */
final class FakeKubelet implements AutoCloseable {
    private static final Iterable<Map.Entry<String, String>> SPDY =
            Map.of("Upgrade", "SPDY/3.1", "Connection", "Upgrade").entrySet();

    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final HttpServer server;

    FakeKubelet(Vertx vertx) {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setKeyCertOptions(certificate.keyCertOptions()))
                .requestHandler(this::handle)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        requests.add(request.method() + " " + request.uri());
        if (request.path().startsWith("/containerLogs/")) {
            request.response().end("one\ntwo\n");
        } else if (request.path().startsWith("/exec/a/broken/")) {
            request.response().setStatusCode(500).end("container not running");
        } else if (request.path().startsWith("/exec/")) {
            ProtocolSwitch.accept(request, SPDY).onSuccess(EchoCommand::new);
        } else {
            ProtocolSwitch.accept(request, SPDY)
                    .onSuccess(socket -> socket.handler(socket::write).resume());
        }
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private static final class EchoCommand {
        private final NetSocket socket;
        private final EmbeddedChannel codec = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
        private final Map<String, Integer> streams = new HashMap<>();

        EchoCommand(NetSocket socket) {
            this.socket = socket;
            socket.handler(this::received).resume();
        }

        private void received(Buffer bytes) {
            codec.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
            Object frame;
            while ((frame = codec.readInbound()) != null) {
                switch (frame) {
                    case SpdySynStreamFrame syn -> {
                        streams.put(syn.headers().get("streamtype").toString(), syn.streamId());
                        write(new DefaultSpdySynReplyFrame(syn.streamId()));
                    }
                    case SpdyDataFrame data when data.streamId() == streams.getOrDefault("stdin", -1) -> stdin(data);
                    default -> {}
                }
            }
        }

        private void stdin(SpdyDataFrame data) {
            write(new DefaultSpdyDataFrame(streams.get("stdout"), data.content().copy()));
            if (data.isLast()) {
                finish("stdout", "");
                finish("stderr", "bye");
                finish("error", "{\"status\":\"Success\"}");
            }
        }

        private void finish(String stream, String text) {
            DefaultSpdyDataFrame frame = new DefaultSpdyDataFrame(
                    streams.get(stream), Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
            frame.setLast(true);
            write(frame);
        }

        private void write(SpdyFrame frame) {
            codec.writeOutbound(frame);
            ByteBuf encoded;
            while ((encoded = codec.readOutbound()) != null) {
                byte[] copy = new byte[encoded.readableBytes()];
                encoded.readBytes(copy);
                encoded.release();
                socket.write(Buffer.buffer(copy));
            }
        }
    }
}

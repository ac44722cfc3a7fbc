package dev.caravel.apiserver.streaming.spdy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client's end of a SPDY/3.1 connection, as container runtimes speak it for exec, attach and port-forward: streams with
 * headers, half-close, pings. Like theirs it has no flow control but the socket's.
 *
 * <p>Bound to the socket's event loop: no method may be called from elsewhere.
 */
public final class SpdyConnection {
    private final NetSocket socket;
    private final EmbeddedChannel codec = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    private final Map<Integer, SpdyStream> streams = new HashMap<>();
    private final AtomicInteger nextId = new AtomicInteger(1);
    private Runnable closeHandler = () -> {};

    /** @param socket connected, and upgraded to SPDY/3.1 */
    public SpdyConnection(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::received);
        socket.exceptionHandler(_ -> socket.close());
        socket.endHandler(_ -> closed());
    }

    /** Called once, when the connection is gone; all streams have ended by then. */
    public SpdyConnection onClose(Runnable handler) {
        closeHandler = handler;
        return this;
    }

    /** Opens a stream; it may be written to at once. */
    public SpdyStream open(Map<String, String> headers) {
        int id = nextId.getAndAdd(2); // a client's streams are odd
        SpdySynStreamFrame frame = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
        headers.forEach((name, value) -> frame.headers().add(name, value));
        SpdyStream stream = new SpdyStream(this, id);
        streams.put(id, stream);
        write(frame);
        return stream;
    }

    public NetSocket socket() {
        return socket;
    }

    public void close() {
        socket.close();
    }

    void writeData(int streamId, Buffer data, boolean last) {
        SpdyDataFrame frame = new DefaultSpdyDataFrame(streamId, Unpooled.wrappedBuffer(data.getBytes()));
        frame.setLast(last);
        write(frame);
    }

    private void write(SpdyFrame frame) {
        codec.writeOutbound(frame);
        ByteBuf encoded;
        while ((encoded = codec.readOutbound()) != null) {
            socket.write(copyAndRelease(encoded));
        }
    }

    private void received(Buffer bytes) {
        codec.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
        Object frame;
        while ((frame = codec.readInbound()) != null) {
            handle(frame);
        }
    }

    private void handle(Object frame) {
        switch (frame) {
            case SpdyDataFrame data -> {
                SpdyStream stream = streams.get(data.streamId());
                Buffer content = copyAndRelease(data.content());
                if (stream != null) {
                    if (content.length() > 0) {
                        stream.received(content);
                    }
                    endIfLast(data, stream);
                }
            }
            case SpdySynReplyFrame reply -> endIfLast(reply, streams.get(reply.streamId()));
            case SpdyRstStreamFrame reset -> end(streams.get(reset.streamId()));
            case SpdyPingFrame ping when ping.id() % 2 == 0 -> write(ping); // a server's pings are even
            case SpdyGoAwayFrame _ -> new ArrayList<>(streams.values()).forEach(this::end);
            default -> {} // settings and window updates do not concern a peer without flow control
        }
    }

    private void endIfLast(SpdyStreamFrame frame, SpdyStream stream) {
        if (frame.isLast()) {
            end(stream);
        }
    }

    private void end(SpdyStream stream) {
        if (stream != null) {
            streams.remove(stream.id());
            stream.ended();
        }
    }

    private void closed() {
        List.copyOf(streams.values()).forEach(this::end);
        codec.finishAndReleaseAll();
        closeHandler.run();
    }

    private static Buffer copyAndRelease(ByteBuf bytes) {
        try {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            return Buffer.buffer(copy);
        } finally {
            bytes.release();
        }
    }
}

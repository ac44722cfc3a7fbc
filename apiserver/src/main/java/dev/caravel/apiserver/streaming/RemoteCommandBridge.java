package dev.caravel.apiserver.streaming;

import dev.caravel.apiserver.streaming.spdy.SpdyConnection;
import dev.caravel.apiserver.streaming.spdy.SpdyStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Joins a client's WebSocket with a kubelet's SPDY connection for exec and attach (KEP-4006).
 *
 * <p>On the WebSocket each binary message begins with a byte that names its channel ({@code v5.channel.k8s.io}); on SPDY
 * each channel is a stream, named by its {@code streamType} header. Bound to one event loop.
 */
final class RemoteCommandBridge {
    static final String WEBSOCKET_PROTOCOL = "v5.channel.k8s.io";
    static final String SPDY_PROTOCOL = "v4.channel.k8s.io";

    /** Its message says which other channel is closed for writing: what v5 adds to v4. */
    private static final int CLOSE_CHANNEL = 255;

    /** The channels; the ordinal is the number on the WebSocket. */
    enum Channel {
        STDIN,
        STDOUT,
        STDERR,
        ERROR,
        RESIZE;

        String streamType() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Which channels the client wants; error is always there, and resize comes with a terminal. */
    record Wanted(boolean stdin, boolean stdout, boolean stderr, boolean tty) {
        boolean has(Channel channel) {
            return switch (channel) {
                case STDIN -> stdin;
                case STDOUT -> stdout;
                case STDERR -> stderr && !tty;
                case ERROR -> true;
                case RESIZE -> tty;
            };
        }
    }

    private final ServerWebSocket client;
    private final SpdyConnection kubelet;
    private final Map<Channel, SpdyStream> streams = new EnumMap<>(Channel.class);
    private int open;

    private RemoteCommandBridge(ServerWebSocket client, SpdyConnection kubelet) {
        this.client = client;
        this.kubelet = kubelet;
    }

    static void join(ServerWebSocket client, SpdyConnection kubelet, Wanted wanted) {
        new RemoteCommandBridge(client, kubelet).start(wanted);
    }

    private void start(Wanted wanted) {
        // The error stream comes first: the kubelet waits for all, and reports on it what goes wrong with the others.
        open(Channel.ERROR);
        for (Channel channel : Channel.values()) {
            if (channel != Channel.ERROR && wanted.has(channel)) {
                open(channel);
            }
        }
        client.binaryMessageHandler(this::fromClient);
        client.closeHandler(_ -> kubelet.close());
        client.exceptionHandler(_ -> kubelet.close());
        client.drainHandler(_ -> kubelet.socket().resume());
        kubelet.socket().drainHandler(_ -> client.resume());
        kubelet.onClose(() -> {
            if (!client.isClosed()) {
                client.close();
            }
        });
    }

    private void open(Channel channel) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("streamtype", channel.streamType());
        SpdyStream stream = kubelet.open(headers);
        streams.put(channel, stream);
        if (channel == Channel.STDIN || channel == Channel.RESIZE) {
            return;
        }
        open++;
        stream.onData(data -> toClient(channel, data)).onEnd(this::ended);
        if (channel == Channel.ERROR) {
            stream.closeForWriting();
        }
    }

    /** The command is over when the kubelet has closed all that it writes to. */
    private void ended() {
        open--;
        if (open == 0) {
            client.close();
            kubelet.close();
        }
    }

    private void toClient(Channel channel, Buffer data) {
        if (client.isClosed()) {
            return;
        }
        client.writeBinaryMessage(Buffer.buffer(data.length() + 1)
                .appendByte((byte) channel.ordinal())
                .appendBuffer(data));
        if (client.writeQueueFull()) {
            kubelet.socket().pause();
        }
    }

    private void fromClient(Buffer message) {
        if (message.length() == 0) {
            return;
        }
        int number = message.getUnsignedByte(0);
        if (number == CLOSE_CHANNEL) {
            stream(message.length() > 1 ? message.getUnsignedByte(1) : -1, SpdyStream::closeForWriting);
            return;
        }
        stream(number, stream -> stream.write(message.getBuffer(1, message.length())));
        if (kubelet.socket().writeQueueFull()) {
            client.pause();
        }
    }

    /** A client may write to stdin and resize only; anything else is passed over, as upstream does. */
    private void stream(int number, java.util.function.Consumer<SpdyStream> action) {
        if (number == Channel.STDIN.ordinal() || number == Channel.RESIZE.ordinal()) {
            SpdyStream stream = streams.get(Channel.values()[number]);
            if (stream != null) {
                action.accept(stream);
            }
        }
    }
}

package dev.caravel.apiserver.streaming.spdy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/** One stream of a {@link SpdyConnection}. Bound to the connection's event loop. */
public final class SpdyStream {
    private final SpdyConnection connection;
    private final int id;
    private Handler<Buffer> dataHandler = _ -> {};
    private Runnable endHandler = () -> {};
    private boolean ended;

    SpdyStream(SpdyConnection connection, int id) {
        this.connection = connection;
        this.id = id;
    }

    int id() {
        return id;
    }

    /** Must be set when the stream is opened; data that comes before is lost. */
    public SpdyStream onData(Handler<Buffer> handler) {
        dataHandler = handler;
        return this;
    }

    /** Called once, when the peer has sent all that it will, or the stream or the connection broke. */
    public SpdyStream onEnd(Runnable handler) {
        endHandler = handler;
        return this;
    }

    public void write(Buffer data) {
        connection.writeData(id, data, false);
    }

    /** Tells the peer that nothing more will be written; it may go on writing. */
    public void closeForWriting() {
        connection.writeData(id, Buffer.buffer(), true);
    }

    void received(Buffer data) {
        dataHandler.handle(data);
    }

    void ended() {
        if (!ended) {
            ended = true;
            endHandler.run();
        }
    }
}

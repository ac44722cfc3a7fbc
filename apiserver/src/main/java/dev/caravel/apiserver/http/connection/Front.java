package dev.caravel.apiserver.http.connection;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.ssl.SslHandler;

/** Puts into every connection what watches over its client. Thread-safe. */
public final class Front {
    private static final String HTTP2 = "h2";

    /** Vert.x' name for what takes the requests. */
    private static final String HANDLER = "handler";

    private final Patience patience;
    private final int maxStreams;

    /** @param maxStreams of HTTP/2, at a time in one connection */
    public Front(Patience patience, int maxStreams) {
        this.patience = requireNonNull(patience, "patience is null");
        this.maxStreams = maxStreams;
    }

    /** On the connection's event loop, when its handshake is done and nothing else has been read. */
    public void connected(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        boolean http2 = HTTP2.equals(((SslHandler) tls.handler()).applicationProtocol());
        pipeline.addAfter(
                tls.name(),
                "client",
                new ClientConnection(
                        patience, http2 ? new Http2Guards(maxStreams) : new Http1Guards(), System::nanoTime));
    }

    private record Http1Guards() implements ClientConnection.Guards {
        @Override
        public void install(ChannelHandlerContext context) {
            context.pipeline().addBefore(HANDLER, "guard", new Http1Guard());
        }

        @Override
        public boolean admit(ChannelHandlerContext context, ByteBuf bytes) {
            return true;
        }

        @Override
        public boolean readsRequestsOnly() {
            return true;
        }
    }

    /** Between requests there are pings, settings and windows. */
    private record Http2Guards(int maxStreams, Http2Inspection inspection) implements ClientConnection.Guards {
        Http2Guards(int maxStreams) {
            this(maxStreams, new Http2Inspection());
        }

        @Override
        public void install(ChannelHandlerContext context) {
            Http2Guard.install((Http2ConnectionHandler) context.pipeline().get(HANDLER), maxStreams);
        }

        @Override
        public boolean admit(ChannelHandlerContext context, ByteBuf bytes) {
            switch (inspection.inspect(bytes)) {
                case FINE -> {
                    return true;
                }
                case NO_PREFACE -> context.close();
                case CONTINUATIONS -> sayGoodbye(context);
            }
            return false;
        }

        private static void sayGoodbye(ChannelHandlerContext context) {
            ChannelHandlerContext http = context.pipeline().context(HANDLER);
            Http2ConnectionHandler handler = (Http2ConnectionHandler) http.handler();
            handler.goAway(
                            http,
                            handler.connection().remote().lastStreamCreated(),
                            Http2Error.ENHANCE_YOUR_CALM.code(),
                            Unpooled.EMPTY_BUFFER,
                            http.newPromise())
                    .addListener(_ -> context.close());
            http.flush();
        }

        @Override
        public boolean readsRequestsOnly() {
            return false;
        }
    }
}

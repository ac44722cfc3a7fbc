package dev.caravel.apiserver.http.connection;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Resets streams whose heads are none (RFC 9113, 8.1.1 and 8.3.1) before Vert.x sees them: it would lose them, and with them the
 * end of the connection's other streams. On the connection's event loop.
 */
final class Http2Guard extends Http2FrameListenerDecorator {
    private final Http2ConnectionHandler handler;
    private final Http2Connection.PropertyKey begun;
    private boolean settled;

    private Http2Guard(
            Http2ConnectionHandler handler,
            Http2FrameListener listener,
            Http2Connection.PropertyKey begun,
            boolean settled) {
        super(requireNonNull(listener, "listener is null"));
        this.handler = handler;
        this.begun = begun;
        this.settled = settled;
    }

    /** @param maxStreams at a time, from the first on: who means ill never acknowledges the setting that says so */
    static void install(Http2ConnectionHandler handler, int maxStreams) {
        handler.connection().remote().maxActiveStreams(maxStreams);
        handler.decoder()
                .frameListener(new Http2Guard(
                        handler,
                        handler.decoder().frameListener(),
                        handler.connection().newKey(),
                        false));
    }

    /** With the first of them Vert.x puts another listener into place. */
    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        super.onSettingsRead(context, settings);
        if (!settled) {
            settled = true;
            handler.decoder()
                    .frameListener(new Http2Guard(handler, handler.decoder().frameListener(), begun, true));
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        if (admit(context, streamId, headers)) {
            super.onHeadersRead(context, streamId, headers, padding, endOfStream);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        if (admit(context, streamId, headers)) {
            super.onHeadersRead(context, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
        }
    }

    private boolean admit(ChannelHandlerContext context, int streamId, Http2Headers headers) {
        Http2Stream stream = handler.connection().stream(streamId);
        if (stream.getProperty(begun) != null) {
            return true; // these are trailers
        }
        if (handler.connection().goAwaySent()) {
            stream.close();
            return false;
        }
        if (!isHead(headers)) {
            handler.resetStream(context, streamId, Http2Error.PROTOCOL_ERROR.code(), context.newPromise());
            stream.close();
            return false;
        }
        headers.remove(HttpHeaderNames.HOST);
        stream.setProperty(begun, true);
        return true;
    }

    /** Puts the host, if a header says it, where it belongs. */
    static boolean isHead(Http2Headers headers) {
        if (headers.authority() == null && headers.contains(HttpHeaderNames.HOST)) {
            headers.authority(headers.get(HttpHeaderNames.HOST));
        }
        if (headers.method() == null || headers.authority() == null) {
            return false;
        }
        String host = headers.authority().toString();
        if (host.isEmpty() || !HostHeader.isReadable(host)) {
            return false;
        }
        if (HttpMethod.CONNECT.asciiName().contentEquals(headers.method())) {
            return headers.scheme() == null && headers.path() == null;
        }
        CharSequence path = headers.path();
        return headers.scheme() != null
                && path != null
                && (path.toString().startsWith("/") || path.toString().equals("*"));
    }
}

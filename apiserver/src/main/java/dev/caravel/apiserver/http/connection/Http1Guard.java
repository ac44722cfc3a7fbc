package dev.caravel.apiserver.http.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * Refuses requests of HTTP/1 that say neither whom nor what they ask, before anybody else reads them. On the connection's event
 * loop.
 */
final class Http1Guard extends ChannelDuplexHandler {
    private int unanswered;
    private boolean incomplete;
    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            Optional<String> fault = fault(request);
            if (fault.isPresent()) {
                ReferenceCountUtil.release(message);
                refuse(context, fault.get());
                return;
            }
            unanswered++;
            incomplete = true;
        }
        if (message instanceof LastHttpContent) {
            incomplete = false;
        }
        context.fireChannelRead(message);
    }

    static Optional<String> fault(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return Optional.empty(); // answered further on
        }
        String target = request.uri();
        boolean known = target.startsWith("/")
                || target.equals("*")
                || target.contains("://")
                || request.method().equals(HttpMethod.CONNECT);
        return known
                ? HostHeader.fault(request.protocolVersion(), request.headers().getAll(HttpHeaderNames.HOST))
                        .map(fault -> "400 Bad Request: " + fault)
                : Optional.of("400 Bad Request");
    }

    private void refuse(ChannelHandlerContext context, String why) {
        refused = true;
        if (unanswered > 0) {
            context.close(); // its turn has not come
            return;
        }
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.copiedBuffer(why, UTF_8));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean goesOn = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !goesOn) {
            unanswered--;
        }
        context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        completeWaiting(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        completeWaiting(context);
        context.fireExceptionCaught(failure);
    }

    /** Vert.x fails to tell any request of an end that finds one half read whose turn has not come. */
    private void completeWaiting(ChannelHandlerContext context) {
        if (incomplete && unanswered > 1) {
            incomplete = false;
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }
}

package dev.caravel.apiserver.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one connection may ask for at a time, and that it counts as idle only while it asks for nothing: a watch may be silent for
 * as long as it likes. On the connection's event loop, but for {@link Requests#leave}.
 */
final class Connections {
    /**
     * Twice what HTTP/2 clients are told that they may have: they see the end of a stream before we do. Netty counts only from
     * the moment that they have acknowledged it, which those who mean ill never do.
     */
    static final int MAX_REQUESTS = 200;

    private static final String IDLE = "idle";
    private static final String BUSY = "busy";

    private Connections() {}

    /** The requests of a connection, of which this is one more. */
    static Requests enter(HttpServerRequest request) {
        ChannelPipeline pipeline = ((ConnectionBase) request.connection())
                .channelHandlerContext()
                .channel()
                .pipeline();
        Requests requests = (Requests) pipeline.get(BUSY);
        if (requests == null) {
            requests = new Requests();
            if (pipeline.get(IDLE) == null) {
                pipeline.addFirst(BUSY, requests);
            } else {
                pipeline.addAfter(IDLE, BUSY, requests);
            }
        }
        requests.enter();
        return requests;
    }

    /** Of one connection; those that have been upgraded never leave. */
    static final class Requests extends ChannelInboundHandlerAdapter {
        private final AtomicInteger count = new AtomicInteger();

        void enter() {
            count.incrementAndGet();
        }

        boolean tooMany() {
            return count.get() > MAX_REQUESTS;
        }

        void leave() {
            count.decrementAndGet();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof IdleStateEvent) || count.get() == 0) {
                context.fireUserEventTriggered(event);
            }
        }
    }
}

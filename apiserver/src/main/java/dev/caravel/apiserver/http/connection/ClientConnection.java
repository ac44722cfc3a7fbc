package dev.caravel.apiserver.http.connection;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Ends a connection whose client keeps the server waiting for too long, and tells its requests when it has ended, whatever
 * becomes of that news further on. First behind TLS. On the connection's event loop, but for {@link Served#leave}.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = Logger.getLogger(ClientConnection.class);

    private static final AttributeKey<ClientConnection> KEY =
            AttributeKey.valueOf(ClientConnection.class, "connection");

    /** What a connection has before its first bytes are passed on. */
    interface Guards {
        void install(ChannelHandlerContext context);

        /** Whether what the client has sent may be read; who is not admitted is told so, if there is a way. */
        boolean admit(ChannelHandlerContext context, ByteBuf bytes);

        /** Whether its bytes between two requests are the beginning of the next. */
        boolean readsRequestsOnly();
    }

    /** A request that is being served; one that has been upgraded stays as long as its connection. */
    public interface Served {
        void leave();
    }

    private final Patience patience;
    private final Guards guards;
    private final LongSupplier nanoTime;
    private final Set<Served> served = ConcurrentHashMap.newKeySet(2);
    private volatile boolean headAwaited = true;
    private volatile long deadline;
    private boolean installed;
    private boolean ended;
    private Future<?> timer;

    ClientConnection(Patience patience, Guards guards, LongSupplier nanoTime) {
        this.patience = requireNonNull(patience, "patience is null");
        this.guards = requireNonNull(guards, "guards is null");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
        this.deadline = nanoTime.getAsLong() + patience.head().toNanos();
    }

    /**
     * Counts a request as served until it leaves.
     *
     * @param farewell runs when the connection ends before that
     */
    public static Served serve(HttpServerRequest request, Runnable farewell) {
        return ((ConnectionBase) request.connection())
                .channelHandlerContext()
                .channel()
                .attr(KEY)
                .get()
                .serve(farewell);
    }

    Served serve(Runnable farewell) {
        Request request = new Request(farewell);
        served.add(request);
        return request;
    }

    private final class Request implements Served {
        private final Runnable farewell;

        Request(Runnable farewell) {
            this.farewell = farewell;
        }

        @Override
        public void leave() {
            if (served.contains(this)) {
                // First the time, then the request: who looks in between must not find it idle for as long as that was
                // served.
                allow(false, patience.idle().toNanos());
                served.remove(this);
            }
        }
    }

    private void allow(boolean forHead, long nanos) {
        deadline = nanoTime.getAsLong() + nanos;
        headAwaited = forHead;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().attr(KEY).set(this);
        look(context);
    }

    /** As often as a head may take, and when something is due: deadlines move with every request, and timers are dear. */
    private void look(ChannelHandlerContext context) {
        long head = patience.head().toNanos();
        long left = served.isEmpty() ? deadline - nanoTime.getAsLong() : head;
        if (left <= 0) {
            log.debugf("%s keeps the server waiting", context.channel().remoteAddress());
            context.channel().close(); // by way of HTTP/2, which says goodbye
        } else {
            timer = context.executor().schedule(() -> look(context), Math.min(left, head), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!installed) {
            installed = true;
            guards.install(context);
        }
        if (message instanceof ByteBuf bytes && (ended || !guards.admit(context, bytes))) {
            ended = true;
            bytes.release();
            return;
        }
        if (served.isEmpty() && headAwaited != guards.readsRequestsOnly()) {
            boolean head = guards.readsRequestsOnly();
            allow(head, (head ? patience.head() : patience.idle()).toNanos());
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        timer.cancel(false);
        served.forEach(request -> ((Request) request).farewell.run());
        served.clear();
        context.fireChannelInactive();
    }
}

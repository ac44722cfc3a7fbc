package dev.caravel.apiserver.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a watch's events as they come, over chunked HTTP or a WebSocket, until its time is over or the client goes. The request's
 * virtual thread keeps the time; the events go from the event loop, unless encoding them may wait for somebody.
 */
final class WatchStream {
    /** Upstream's: a client whose watch broke then has to catch up with no more than this. */
    private static final Duration BOOKMARK_INTERVAL = Duration.ofMinutes(1);

    private final HttpServerRequest request;
    private final Answer.Watch watch;
    private final Context context;
    private final WatchPump pump;
    private final Client client;

    WatchStream(HttpServerRequest request, Context context, Answer.Watch watch, Client client) {
        this.client = client;
        this.request = request;
        this.watch = watch;
        this.context = context;
        Executor onEventLoop = turn -> context.runOnContext(_ -> turn.run());
        this.pump = new WatchPump(watch, watch.encoder().blocks() ? Thread::startVirtualThread : onEventLoop);
    }

    /** Ends the watch as if its time were over. From any thread. */
    void stop() {
        pump.finish();
    }

    /** Returns when it is over. */
    void run() {
        try {
            pump.start("websocket".equalsIgnoreCase(request.getHeader("Upgrade")) ? webSocket() : chunked());
            keepTime();
        } catch (InterruptedException e) {
            request.response().reset(); // of this stream alone: an HTTP/2 connection has others
        } catch (ExecutionException e) {
            request.response().reset();
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
        } finally {
            watch.end().run();
        }
    }

    private WatchPump.Sink chunked() {
        HttpServerResponse response = request.response()
                .setChunked(true)
                .putHeader("Content-Type", watch.encoder().contentType())
                .putHeader("Cache-Control", "no-cache, private");
        client.onGone(pump::abandon);
        response.drainHandler(_ -> pump.turn());
        if (!request.isEnded()) {
            request.resume();
        }
        response.writeHead();
        return new WatchPump.Sink() {
            @Override
            public void send(Buffer events) {
                response.write(events);
            }

            @Override
            public boolean isFull() {
                return response.writeQueueFull();
            }

            @Override
            public Future<Void> end() {
                return response.end();
            }
        };
    }

    private WatchPump.Sink webSocket() throws InterruptedException, ExecutionException {
        CompletableFuture<ServerWebSocket> opened = new CompletableFuture<>();
        context.runOnContext(_ -> {
            Future<ServerWebSocket> handshake = request.toWebSocket();
            request.resume();
            handshake.onSuccess(socket -> {
                socket.closeHandler(_ -> pump.abandon());
                socket.drainHandler(_ -> pump.turn());
                opened.complete(socket);
            });
            handshake.onFailure(opened::completeExceptionally);
        });
        client.onGone(() -> opened.completeExceptionally(new InterruptedException("the client has gone")));
        ServerWebSocket socket = opened.get();
        return new WatchPump.Sink() {
            @Override
            public void send(Buffer events) {
                // One event a message, without the newline that separates them in a stream.
                for (String line : events.toString().split("\n")) {
                    socket.writeTextMessage(line);
                }
            }

            @Override
            public boolean isFull() {
                return socket.writeQueueFull();
            }

            @Override
            public Future<Void> end() {
                return socket.close();
            }
        };
    }

    /** A server that stops must not be gone before the end of its answers is: returns when that is written, or the client gone. */
    private void keepTime() throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + watch.timeout().toNanos();
        while (System.nanoTime() < end) {
            long remaining = end - System.nanoTime();
            long interval = watch.bookmarks() ? Math.min(remaining, BOOKMARK_INTERVAL.toNanos()) : remaining;
            try {
                pump.over().get(Math.max(1, interval), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() < end) {
                    pump.bookmark();
                }
            }
        }
        pump.finish();
        pump.over().get();
    }
}

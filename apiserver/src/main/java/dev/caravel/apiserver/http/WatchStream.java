package dev.caravel.apiserver.http;

import dev.caravel.apiserver.registry.WatchFeed.Gone;
import dev.caravel.apiserver.registry.WatchFeed.Message;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Sends a watch's events as they come, over chunked HTTP or a WebSocket, until its time is over or the client goes. Runs on
 * the request's virtual thread.
 */
final class WatchStream {
    private static final Logger log = Logger.getLogger(WatchStream.class);

    /** Upstream's: a client whose watch broke then has to catch up with no more than this. */
    private static final Duration BOOKMARK_INTERVAL = Duration.ofMinutes(1);

    private static final int BATCH_BYTES = 64 * 1024;

    private final HttpServerRequest request;
    private final Answer.Watch watch;
    private final Semaphore drained = new Semaphore(0);
    private final Thread reader = Thread.currentThread();
    private volatile boolean closed;
    private volatile boolean stopped;

    /** On the thread that will run it. */
    WatchStream(HttpServerRequest request, Answer.Watch watch) {
        this.request = request;
        this.watch = watch;
    }

    /** Ends the watch as if its time were over. From any thread. */
    void stop() {
        stopped = true;
        reader.interrupt();
    }

    void run(Context context) {
        Sink sink = null;
        try {
            sink = "websocket".equalsIgnoreCase(request.getHeader("Upgrade")) ? webSocket(context) : chunked();
            stream(sink);
            sink.end();
        } catch (InterruptedException e) {
            if (stopped && sink != null) {
                sink.end();
            } else {
                request.response().reset(); // of this stream alone: an HTTP/2 connection has others
            }
        } catch (ExecutionException e) {
            request.response().reset();
        } finally {
            watch.end().run();
        }
    }

    /** Where the events go. */
    private interface Sink {
        void send(Buffer event);

        boolean isFull();

        void end();
    }

    private Sink chunked() {
        HttpServerResponse response = request.response()
                .setChunked(true)
                .putHeader("Content-Type", watch.encoder().contentType())
                .putHeader("Cache-Control", "no-cache, private");
        response.closeHandler(_ -> clientGone());
        response.exceptionHandler(_ -> clientGone());
        response.drainHandler(_ -> drained.release());
        if (!request.isEnded()) {
            request.resume();
        }
        response.writeHead();
        return new Sink() {
            @Override
            public void send(Buffer event) {
                response.write(event);
            }

            @Override
            public boolean isFull() {
                return response.writeQueueFull();
            }

            @Override
            public void end() {
                if (!closed) {
                    written(response.end());
                }
            }
        };
    }

    private Sink webSocket(Context context) throws InterruptedException, ExecutionException {
        CompletableFuture<ServerWebSocket> opened = new CompletableFuture<>();
        context.runOnContext(_ -> {
            Future<ServerWebSocket> handshake = request.toWebSocket();
            request.resume();
            handshake.onSuccess(socket -> {
                socket.closeHandler(_ -> clientGone());
                socket.drainHandler(_ -> drained.release());
                opened.complete(socket);
            });
            handshake.onFailure(opened::completeExceptionally);
        });
        ServerWebSocket socket = opened.get();
        return new Sink() {
            @Override
            public void send(Buffer event) {
                // One event a message, without the newline that separates them in a stream.
                for (String line : event.toString().split("\n")) {
                    socket.writeTextMessage(line);
                }
            }

            @Override
            public boolean isFull() {
                return socket.writeQueueFull();
            }

            @Override
            public void end() {
                written(socket.close());
            }
        };
    }

    /** A server that stops must not be gone before the end of its answers is. */
    private static void written(Future<Void> end) {
        try {
            end.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            log.debugf("the client of a watch went before its end: %s", e.getMessage());
        }
    }

    private void clientGone() {
        closed = true;
        reader.interrupt();
    }

    private void stream(Sink sink) throws InterruptedException {
        long end = System.nanoTime() + watch.timeout().toNanos();
        long nextBookmark = System.nanoTime() + BOOKMARK_INTERVAL.toNanos();
        while (!closed) {
            long now = System.nanoTime();
            if (now >= end) {
                sendBookmark(sink);
                return;
            }
            long until = watch.bookmarks() ? Math.min(end, nextBookmark) : end;
            Optional<Message> message = watch.feed().next(Duration.ofNanos(Math.max(1, until - now)));
            if (message.isPresent()) {
                if (!sendBatch(sink, message.get())) {
                    return;
                }
            } else if (System.nanoTime() >= nextBookmark) {
                sendBookmark(sink);
                nextBookmark = System.nanoTime() + BOOKMARK_INTERVAL.toNanos();
            }
        }
    }

    private void sendBookmark(Sink sink) {
        if (watch.bookmarks() && !closed) {
            watch.feed().bookmark().ifPresent(bookmark -> sink.send(encode(bookmark)));
        }
    }

    /** Sends what is there in one go; false when the watch is over. */
    private boolean sendBatch(Sink sink, Message first) throws InterruptedException {
        Buffer batch = Buffer.buffer();
        Optional<Message> next = Optional.of(first);
        boolean goesOn = true;
        while (next.isPresent() && goesOn) {
            batch.appendBuffer(encode(next.get()));
            goesOn = !(next.get() instanceof Gone);
            next = batch.length() < BATCH_BYTES && goesOn ? watch.feed().nextNow() : Optional.empty();
        }
        sink.send(batch);
        while (sink.isFull() && !closed) {
            drained.acquire();
        }
        return goesOn;
    }

    private Buffer encode(Message message) {
        Buffer line = Buffer.buffer();
        watch.encoder().encode(message).forEach(line::appendBytes);
        return line;
    }
}

package dev.caravel.apiserver.http;

import dev.caravel.apiserver.registry.WatchFeed;
import dev.caravel.apiserver.registry.WatchFeed.Gone;
import dev.caravel.apiserver.registry.WatchFeed.Message;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries what a watch sees to where it goes, whenever there is something and the client takes it. No thread waits for either:
 * each turn takes what is there, and is given to the executor when somebody has asked for it. Turns never overlap. Thread-safe.
 */
final class WatchPump {
    /** Where the events go. */
    interface Sink {
        void send(Buffer events);

        boolean isFull();

        Future<Void> end();
    }

    private static final int BATCH_BYTES = 64 * 1024;

    private final WatchFeed feed;
    private final WatchEncoder encoder;
    private final boolean bookmarks;
    private final Executor executor;
    private final AtomicInteger asked = new AtomicInteger();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile Sink sink;
    private volatile boolean bookmarkDue;
    private volatile boolean ending;
    private boolean ended;

    WatchPump(Answer.Watch watch, Executor executor) {
        this.feed = watch.feed();
        this.encoder = watch.encoder();
        this.bookmarks = watch.bookmarks();
        this.executor = executor;
    }

    void start(Sink to) {
        sink = to;
        feed.whenMore(this::turn);
        turn();
    }

    /** Has a turn taken, or another one after that which is under way: what has changed before is seen. */
    void turn() {
        if (asked.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    /** Tells the client, if it wants to know, how far it is when all that happened has been sent. */
    void bookmark() {
        bookmarkDue = true;
        turn();
    }

    /** Ends the watch as if its time were over. */
    void finish() {
        ending = true;
        turn();
    }

    /** The client is no longer there. */
    void abandon() {
        over.complete(null);
    }

    /** When the client has been told the end, or has gone; with the failure when an event could not be encoded. */
    CompletableFuture<Void> over() {
        return over;
    }

    private void run() {
        int seen = asked.get();
        try {
            if (sink != null && !ended && !over.isDone()) {
                takeTurn();
            }
        } catch (RuntimeException e) {
            ended = true;
            over.completeExceptionally(e);
        }
        if (!asked.compareAndSet(seen, 0)) {
            executor.execute(this::run); // not at once: others have a turn as well
        }
    }

    private void takeTurn() {
        if (ending) {
            sendBookmark();
            end();
        } else if (!sink.isFull()) { // else it asks when it no longer is
            boolean all = sendBatch();
            if (!all) {
                asked.incrementAndGet();
            } else if (bookmarkDue) {
                bookmarkDue = false;
                sendBookmark();
            }
        }
    }

    /** Sends what is there in one go, to a limit; whether that was all. */
    private boolean sendBatch() {
        List<byte[]> batch = new ArrayList<>();
        int bytes = 0;
        Optional<Message> next = feed.nextNow();
        while (next.isPresent()) {
            bytes += add(batch, next.get());
            if (next.get() instanceof Gone) {
                send(batch, bytes);
                end();
                return true;
            }
            if (bytes >= BATCH_BYTES) {
                send(batch, bytes);
                return false;
            }
            next = feed.nextNow();
        }
        if (bytes > 0) {
            send(batch, bytes);
        }
        return true;
    }

    private void sendBookmark() {
        if (bookmarks) {
            feed.bookmark().ifPresent(bookmark -> {
                List<byte[]> pieces = new ArrayList<>();
                send(pieces, add(pieces, bookmark));
            });
        }
    }

    private int add(List<byte[]> batch, Message message) {
        int bytes = 0;
        for (byte[] piece : encoder.encode(message)) {
            batch.add(piece);
            bytes += piece.length;
        }
        return bytes;
    }

    private void send(List<byte[]> pieces, int bytes) {
        byte[] whole = new byte[bytes];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        sink.send(Buffer.buffer(Unpooled.wrappedBuffer(whole)));
    }

    private void end() {
        if (!ended) {
            ended = true;
            sink.end().onComplete(_ -> over.complete(null));
        }
    }
}

package dev.caravel.apiserver.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import org.jboss.logging.Logger;

/**
 * Sends a large body as the client takes it: of all its bytes only a few chunks are ever copied, encrypted or waiting. Between
 * two chunks the event loop does what else there is to do. Runs on the event loop alone.
 */
final class PiecewiseBody {
    private static final Logger log = Logger.getLogger(PiecewiseBody.class);

    /** Eight full TLS records. */
    static final int CHUNK = 128 * 1024;

    /** One is filled while another is sent. */
    private static final int CHUNKS = 2;

    private final HttpServerResponse response;
    private final Context context;
    private final Iterator<byte[]> pieces;
    private final Runnable done;
    private byte[] piece = {};
    private int at;
    private boolean over;

    private PiecewiseBody(HttpServerResponse response, Context context, Iterable<byte[]> pieces, Runnable done) {
        this.response = response;
        this.context = context;
        this.pieces = pieces.iterator();
        this.done = done;
    }

    /**
     * From any thread, with the length already among the headers.
     *
     * @param done when the client has all of it, or has gone
     */
    static void send(HttpServerResponse response, Context context, Iterable<byte[]> pieces, Runnable done) {
        PiecewiseBody body = new PiecewiseBody(response, context, pieces, done);
        context.runOnContext(_ -> {
            for (int i = 0; i < CHUNKS; i++) {
                body.sendNext(new byte[CHUNK]);
            }
        });
    }

    private void sendNext(byte[] chunk) {
        if (over) {
            return;
        }
        int length = fill(chunk);
        if (length == 0) {
            over = true;
            response.end().onComplete(_ -> done.run());
        } else {
            response.write(Buffer.buffer(Unpooled.wrappedBuffer(chunk, 0, length)))
                    .onComplete(written -> context.runOnContext(_ -> written(chunk, written)));
        }
    }

    private void written(byte[] chunk, AsyncResult<Void> written) {
        if (written.succeeded()) {
            sendNext(chunk);
        } else if (!over) {
            over = true;
            log.debugf("the client went before it had its answer: %s", written.cause());
            done.run();
        }
    }

    private int fill(byte[] chunk) {
        int length = 0;
        while (length < chunk.length && (at < piece.length || next())) {
            int copied = Math.min(chunk.length - length, piece.length - at);
            System.arraycopy(piece, at, chunk, length, copied);
            length += copied;
            at += copied;
        }
        return length;
    }

    /** Goes to the next piece that is not empty. */
    private boolean next() {
        at = 0;
        do {
            if (!pieces.hasNext()) {
                piece = new byte[0];
                return false;
            }
            piece = pieces.next();
        } while (piece.length == 0);
        return true;
    }
}

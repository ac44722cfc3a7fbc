package dev.caravel.apiserver.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.audit.AuditRecord;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jboss.logging.Logger;

/** Sends answers. Called from any thread. */
final class ResponseWriter {
    private static final Logger log = Logger.getLogger(ResponseWriter.class);

    private static final String JSON = "application/json";

    private final Termination termination;

    ResponseWriter(Termination termination) {
        this.termination = requireNonNull(termination, "termination is null");
    }

    void write(Exchange exchange, List<String> warnings, Answer answer, AuditRecord record) {
        HttpServerRequest request = exchange.request();
        Context context = exchange.context();
        switch (answer) {
            case Answer.Content content -> {
                content(request, context, warnings, content);
                record.responded(content.status());
                record.responseBody(content.contentType(), content.pieces());
                record.complete();
            }
            case Answer.Watch watch -> {
                record.started(200);
                WatchStream stream = new WatchStream(request, context, watch, exchange.client());
                termination.stream(stream::stop, stream::run);
                record.complete();
            }
            case Answer.Connect connect -> connect(request, context, connect, record);
        }
    }

    /** Touches the response when nothing is left that can fail: whoever then answers that finds it as it was. */
    private void content(HttpServerRequest request, Context context, List<String> warnings, Answer.Content content) {
        Iterable<byte[]> pieces = PrettyPrint.wanted(request, content.contentType())
                ? PrettyPrint.pretty(content.pieces())
                : content.pieces();
        long length = Pieces.length(pieces);
        boolean headOnly = request.method().name().equals("HEAD");
        boolean zip = !headOnly && length >= Gzip.FROM && acceptsGzip(request);
        byte[] zipped = zip ? Gzip.compress(pieces, length) : new byte[0];
        HttpServerResponse response = head(request, content.status(), content.contentType());
        content.headers().forEach(response::putHeader);
        warn(response, warnings);
        if (headOnly) {
            response.putHeader("Content-Length", Long.toString(length)).end();
        } else if (zip) {
            response.putHeader("Content-Encoding", "gzip").putHeader("Vary", "Accept-Encoding");
            send(response, context, List.of(zipped), zipped.length);
        } else {
            send(response, context, pieces, length);
        }
    }

    private void send(HttpServerResponse response, Context context, Iterable<byte[]> pieces, long length) {
        if (length <= PiecewiseBody.CHUNK) {
            response.end(Buffer.buffer(Unpooled.wrappedBuffer(Pieces.joined(pieces))));
        } else {
            response.putHeader("Content-Length", Long.toString(length));
            termination.prolong();
            PiecewiseBody.send(response, context, pieces, termination::leave);
        }
    }

    private void connect(HttpServerRequest request, Context context, Answer.Connect connect, AuditRecord record) {
        context.runOnContext(_ -> connect.connection().connect(request).onComplete(result -> {
            if (result.failed()) {
                fail(request, result.cause());
            }
            record.responded(request.response().getStatusCode());
            record.complete();
        }));
    }

    /** Has them sent with the answer, whichever it will be. */
    static void warn(HttpServerResponse response, List<String> warnings) {
        warnings.stream().distinct().forEach(text -> response.headers().add("Warning", warning(text)));
    }

    /** Answers with a Status, if nothing has been answered yet; breaks off what is not whole. */
    void fail(HttpServerRequest request, Throwable failure) {
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten() || response.closed()) {
            log.debugf("%s %s broke: %s", request.method(), request.path(), failure.getMessage());
            response.reset();
            return;
        }
        ApiException status = failure instanceof ApiException api
                ? api
                : Statuses.serviceUnavailable("error trying to reach service: " + failure.getMessage());
        if (!request.isEnded()) {
            request.resume();
        }
        head(request, status.status().code(), JSON);
        status.status()
                .details()
                .filter(details -> details.retryAfterSeconds() > 0)
                .ifPresent(details -> response.putHeader("Retry-After", Integer.toString(details.retryAfterSeconds())));
        ObjectNode document = StatusDocument.of(status.status());
        response.end(Buffer.buffer(
                        PrettyPrint.wanted(request, JSON) ? JsonCodec.writePretty(document) : JsonCodec.write(document))
                .appendByte((byte) '\n'));
    }

    private HttpServerResponse head(HttpServerRequest request, int status, String contentType) {
        if (status == 413 || termination.closesConnections()) {
            closeAfterwards(request);
        }
        return request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", contentType)
                .putHeader("Cache-Control", "no-cache, private")
                .putHeader("Audit-Id", AuditId.of(request));
    }

    /** In HTTP/2 it is the connection that is told, not the client's next request. */
    private static void closeAfterwards(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
    }

    /** RFC 7234, 5.5. */
    private static String warning(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", " "); // a name that somebody has sent may hold a line's end
        return "299 - \"" + visible.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        List<String> accepted = request.headers().getAll("Accept-Encoding");
        return accepted.stream().anyMatch(value -> value.contains("gzip"));
    }
}

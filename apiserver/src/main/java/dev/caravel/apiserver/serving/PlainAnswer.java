package dev.caravel.apiserver.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.discovery.Document;
import dev.caravel.apiserver.http.Answer;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole answer to a request for something else than a resource. */
public record PlainAnswer(int status, Map<String, String> headers, byte[] body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static PlainAnswer text(int status, String body) {
        return new PlainAnswer(
                status, Map.of("Content-Type", TEXT, "X-Content-Type-Options", "nosniff"), body.getBytes(UTF_8));
    }

    public static PlainAnswer of(String contentType, byte[] body) {
        return new PlainAnswer(200, Map.of("Content-Type", contentType), body);
    }

    /** 304 to who has it already. */
    public static PlainAnswer of(Document document, MultiMap headers) {
        String etag = '"' + document.etag() + '"';
        PlainAnswer answer = PlainAnswer.of(document.contentType(), document.body())
                .with("ETag", etag)
                .with("Vary", "Accept")
                .with("Cache-Control", "public");
        return etag.equals(headers.get("If-None-Match")) ? new PlainAnswer(304, answer.headers(), new byte[0]) : answer;
    }

    /** What Go's multiplexer says to a path that nobody serves. */
    public static PlainAnswer notFound() {
        return text(404, "404 page not found\n");
    }

    public Answer.Content content() {
        Map<String, String> others = new LinkedHashMap<>(headers);
        return new Answer.Content(status, others.remove("Content-Type"), others, List.of(body));
    }

    PlainAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new PlainAnswer(status, more, body);
    }
}
